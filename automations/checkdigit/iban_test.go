package checkdigit_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"factotum/automations/checkdigit"
)

func TestValidIBAN(t *testing.T) {
	t.Parallel()
	for iban, valid := range map[string]bool{
		// The examples of the IBAN registry.
		"DE89370400440532013000":          true,
		"GB29NWBK60161331926819":          true,
		"NO9386011117947":                 true,
		"MT84MALT011000012345MTLCAST001S": true,
		"CH9300762011623852957":           true,
		"DE89370400440532013001":          false, // another digit
		"DE98370400440532013000":          false, // two digits swapped
		"DE8937040044053201300":           false, // one short for Germany
		"NO93860111179470":                false, // one too many for Norway
		"ZZ89370400440532013000":          false, // no such country
		"de89370400440532013000":          false,
		"DE89 3704 0044 0532 0130 00":     false,
		"DEXX370400440532013000":          false,
		"DE89":                            false,
		"":                                false,
	} {
		assert.Equal(t, valid, checkdigit.ValidIBAN(iban), iban)
	}
}

func TestTheShapeOfAnIBANIsAnyCountrys(t *testing.T) {
	t.Parallel()
	assert.True(t, checkdigit.IsIBAN("ZZ00370400440532013000"))
	assert.False(t, checkdigit.IsIBAN("123456789012345"))
	assert.False(t, checkdigit.IsIBAN("DE00-370400440532013000"))
}

// Every single wrong digit of a valid IBAN is noticed (ISO 7064).
func TestOneWrongDigitOfAnIBAN(t *testing.T) {
	t.Parallel()
	const right = "DE89370400440532013000"
	for i := 2; i < len(right); i++ {
		wrong := right[:i] + string('0'+(right[i]-'0'+3)%10) + right[i+1:]
		assert.False(t, checkdigit.ValidIBAN(wrong), wrong)
	}
}
