package checkdigit

import "strings"

// austrianVAT: U and eight digits; every second one is doubled as Luhn does.
func austrianVAT(text string) bool {
	if len(text) != 9 || text[0] != 'U' || !digits(text[1:]) {
		return false
	}
	return (10-(luhnSum(text[1:8], 1)+4)%10)%10 == digit(text, 8)
}

func britishVAT(text string) bool {
	if len(text) == 12 && digits(text) { // the last three digits name a branch
		text = text[:9]
	}
	if len(text) == 5 { // government departments and health authorities
		return digits(text[2:]) && (text[:2] == "GD" && text[2:] < "500" || text[:2] == "HA" && text[2:] >= "500")
	}
	if len(text) != 9 || !digits(text) {
		return false
	}
	rest := sum(text, 8, 7, 6, 5, 4, 3, 2, 10, 1) % 97
	return rest == 0 || text >= "1" && (rest == 42 || rest == 55)
}

func bulgarianVAT(text string) bool {
	if len(text) != 9 || !digits(text) {
		return false
	}
	check := sum(text, 1, 2, 3, 4, 5, 6, 7, 8) % 11
	if check == 10 {
		check = sum(text, 3, 4, 5, 6, 7, 8, 9, 10) % 11 % 10
	}
	return check == digit(text, 8)
}

func cypriotVAT(text string) bool {
	if len(text) != 9 || !digits(text[:8]) {
		return false
	}
	total := 0
	for i := range 8 {
		d := digit(text, i)
		if i%2 == 0 {
			d = []int{1, 0, 5, 7, 9, 13, 15, 17, 19, 21}[d]
		}
		total += d
	}
	return text[8] == byte('A'+total%26)
}

func czechVAT(text string) bool {
	if len(text) != 8 || !digits(text) {
		return false
	}
	check := (11 - sum(text, 8, 7, 6, 5, 4, 3, 2)%11) % 11
	if check == 0 {
		check = 1
	}
	return check%10 == digit(text, 7)
}

// dutchVAT: nine digits, B, two digits. Those of companies carry the check digit
// of their RSIN; since 2020 those of sole traders are ISO 7064 mod 97-10.
func dutchVAT(text string) bool {
	if len(text) != 12 || text[9] != 'B' || !digits(text[:9]) || !digits(text[10:]) || text[10:] == "00" {
		return false
	}
	return weighed(text[:9], 11, 0, 9, 8, 7, 6, 5, 4, 3, 2, -1) || mod97("NL"+text) == 1
}

// frenchVAT: a key of two characters, and the SIREN (INSEE) with its Luhn digit,
// which the numbers of Monaco, from 000 on, have not.
func frenchVAT(text string) bool {
	const alphabet = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
	if len(text) != 11 || !digits(text[2:]) || text[2:5] != "000" && !luhn(text[2:]) {
		return false
	}
	if digits(text[:2]) {
		return number(text[2:]+"12")%97 == number(text[:2])
	}
	first, second := strings.IndexByte(alphabet, text[0]), strings.IndexByte(alphabet, text[1])
	if first < 0 || second < 0 {
		return false
	}
	key := first*34 + second - 100
	if first < 10 {
		key = first*24 + second - 10
	}
	return (number(text[2:])+1+key/11)%11 == key%11
}

func greekVAT(text string) bool {
	return len(text) == 9 && digits(text) && sum(text, 256, 128, 64, 32, 16, 8, 4, 2)%11%10 == digit(text, 8)
}

// irishVAT: seven digits and a letter, and since 2013 a second letter; the old
// form has a letter or a sign in the second place; SpellCode drops the sign.
func irishVAT(text string) bool {
	const alphabet = "WABCDEFGHIJKLMNOPQRSTUV"
	if len(text) == 8 && !digits(text[1:2]) {
		text = "0" + text[2:7] + text[:1] + text[7:]
	} else if len(text) == 7 {
		text = "0" + text[1:6] + text[:1] + text[6:]
	}
	if len(text) < 8 || len(text) > 9 || !digits(text[:7]) {
		return false
	}
	total := sum(text, 8, 7, 6, 5, 4, 3, 2)
	if len(text) == 9 {
		extra := strings.IndexByte(alphabet, text[8])
		if extra < 0 {
			return false
		}
		total += 9 * extra
	}
	return alphabet[total%23] == text[7]
}

func lithuanianVAT(text string) bool {
	if len(text) != 9 || !digits(text) {
		return false
	}
	check := sum(text, 1, 2, 3, 4, 5, 6, 7, 8) % 11
	if check == 10 {
		check = sum(text, 3, 4, 5, 6, 7, 8, 9, 1) % 11 % 10
	}
	return check == digit(text, 8)
}

func romanianVAT(text string) bool {
	if len(text) < 2 || len(text) > 10 || !digits(text) {
		return false
	}
	text = strings.Repeat("0", 10-len(text)) + text
	return sum(text, 7, 5, 3, 2, 1, 7, 5, 3, 2)*10%11%10 == digit(text, 9)
}

func slovenianVAT(text string) bool {
	if len(text) != 8 || !digits(text) {
		return false
	}
	check := 11 - sum(text, 8, 7, 6, 5, 4, 3, 2)%11
	return check < 11 && check%10 == digit(text, 7)
}

// spanishVAT knows the numbers of persons (NIF), foreigners (NIE) and companies
// (CIF), which end in a letter, or in a digit for most companies.
func spanishVAT(text string) bool {
	if len(text) != 9 || !digits(text[1:8]) {
		return false
	}
	person := func(n string) bool { return "TRWAGMYFPDXBNJZSQVHLCKE"[number(n)%23] == text[8] }
	switch first := text[:1]; {
	case digits(first):
		return person(text[:8])
	case strings.Contains("XYZ", first):
		return person(string('0'+first[0]-'X') + text[1:8])
	case strings.Contains("KLM", first):
		return person(text[1:8])
	case strings.Contains("ABCDEFGHJNPQRSUVW", first):
		check := (10 - luhnSum(text[1:8], 0)%10) % 10
		return text[8] == byte('0'+check) || text[8] == "JABCDEFGHI"[check]
	}
	return false
}
