package checkdigit

// weighed tells whether text is as many digits as there are weights, and their
// weighed sum leaves rest when divided by modulus.
func weighed(text string, modulus, rest int, weights ...int) bool {
	if len(text) != len(weights) || !digits(text) {
		return false
	}
	return ((sum(text, weights...)-rest)%modulus+modulus)%modulus == 0
}

// sum weighs the first digits of text.
func sum(text string, weights ...int) int {
	total := 0
	for i, weight := range weights {
		total += weight * digit(text, i)
	}
	return total
}

func digit(text string, at int) int { return int(text[at] - '0') }

// number reads at most eighteen digits.
func number(text string) int {
	n := 0
	for i := range text {
		n = n*10 + digit(text, i)
	}
	return n
}

// luhn is ISO/IEC 7812-1: every second digit from the right is doubled.
func luhn(text string) bool {
	return digits(text) && luhnSum(text, len(text)%2)%10 == 0
}

// luhnSum doubles the digits at doubled, doubled+2 and so on.
func luhnSum(text string, doubled int) int {
	total := 0
	for i := range text {
		d := digit(text, i)
		if i%2 == doubled {
			d = d*2/10 + d*2%10
		}
		total += d
	}
	return total
}

// mod1110 is ISO 7064 mod 11,10: the check digit of Germany and Croatia.
func mod1110(text string) bool {
	if !digits(text) {
		return false
	}
	product := 10
	for i := range text[:len(text)-1] {
		s := (digit(text, i) + product) % 10
		if s == 0 {
			s = 10
		}
		product = 2 * s % 11
	}
	return (11-product)%10 == digit(text, len(text)-1)
}
