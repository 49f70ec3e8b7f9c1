package checkdigit_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"factotum/automations/checkdigit"
)

// validVAT lists a made-up number for every form with check digits.
func validVAT() []string {
	return []string{
		"ATU12345675", "BE0123456749", "BG123456786", "BG300000107", "CY12345678F", "CZ12345679", "DE123456788", "DK12345674",
		"EE123456780", "EL123456783", "GR123456783", "ESB12345674", "ESX1234567L", "ES12345678Z", "ESK1234567L", "ESQ1234567D",
		"FI12345671", "FR11123456782", "FRA0123456782", "GB123456727", "GB123456782", "GB123456782001", "XI123456782",
		"GBGD499", "GBHA500", "HR12345678903", "HU12345676", "IE1234567T", "IE1234567FA", "IE1B23456W", "IE123456W",
		"IT12345678903", "LT123456715", "LT200000017", "LU12345613", "LV41234567891", "MT12345634", "NL123456782B01",
		"NL123456789B13", "PL1234567802", "PT123456789", "RO1234565", "RO123456789", "SE123456789701", "SI12345679",
		"SK1234567895", "CHE123456788", "CHE123456788MWST", "CHE123456788TVA", "NO123456785", "NO123456785MVA",
	}
}

func TestVATIdsWithTheirCheckDigit(t *testing.T) {
	t.Parallel()
	for _, id := range validVAT() {
		valid, known := checkdigit.ValidVAT(id)
		assert.True(t, valid && known, id)
	}
}

// TestAnyOtherDigitIsNoticed replaces each digit but those that no algorithm guards.
func TestAnyOtherDigitIsNoticed(t *testing.T) {
	t.Parallel()
	unguarded := map[string]int{ // from this place on
		"GB123456782001": 11, "GBGD499": 4, "GBHA500": 4, "NL123456782B01": 12, "NL123456789B13": 12, "SE123456789701": 12,
	}
	twice := map[string]bool{"GB": true, "XI": true, "NL": true, "BG": true, "LT": true} // two algorithms hold: what fails one may pass the other
	for _, id := range validVAT() {
		end := len(id)
		if place, ok := unguarded[id]; ok {
			end = place
		}
		for i := 2; i < end; i++ {
			if id[i] < '0' || id[i] > '9' {
				continue
			}
			wrong := id[:i] + string('0'+(id[i]-'0'+1)%10) + id[i+1:]
			if second, _ := checkdigit.ValidVAT(wrong); second && !twice[id[:2]] {
				assert.Fail(t, "a wrong digit passes", "%s for %s", wrong, id)
			}
		}
		valid, known := checkdigit.ValidVAT(id[:len(id)-1])
		if end == len(id) && id[:2] != "RO" && id != "NO123456785MVA" {
			assert.False(t, valid && known, "%s cut short", id)
		}
	}
}

func TestVATIdsThatCannotBe(t *testing.T) {
	t.Parallel()
	for _, id := range []string{
		"ATX12345675", "DE", "DE12345678A", "FR!!123456782", "FRIO123456782", "FR11123456783", "GBGD500", "GBHA499", "GBXX123",
		"IE1234567T1", "ES1234567", "ESI12345674", "NL123456782X01", "NL123456782B00", "CY1234567AF", "CHE12345678", "LV31234567891",
		"SI10000010", "US123456789", "", "RO1", "PLABCDEFGHIJ", "LU1234561X", "PT12345678X", "SE1234567897XX", "SE123456789700",
	} {
		valid, _ := checkdigit.ValidVAT(id)
		assert.False(t, valid, id)
	}
}

func TestWhatNobodyCanCheckIsNotCalledWrong(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"US123456789", "BG1234567890", "CZ123456789", "CZ1234567890", "LT123456789012", "LV31234567891", "X", ""} {
		_, known := checkdigit.ValidVAT(id)
		assert.False(t, known, id)
	}
}
