package form

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestIBAN(t *testing.T) {
	t.Parallel()
	// The examples of the IBAN registry.
	for _, iban := range []string{
		"AD12 0001 2030 2003 5910 0100", "AT61 1904 3002 3457 3201", "BE68 5390 0754 7034", "CH93 0076 2011 6238 5295 7",
		"DE89 3704 0044 0532 0130 00", "ES91 2100 0418 4502 0005 1332", "FR14 2004 1010 0505 0001 3M02 606", "GB29 NWBK 6016 1331 9268 19",
		"IT60 X054 2811 1010 0000 0123 456", "MT84 MALT 0110 0001 2345 MTLC AST0 01S", "NL91 ABNA 0417 1643 00", "NO93 8601 1117 947",
		"PL61 1090 1014 0000 0712 1981 2874", "PT50 0002 0123 1234 5678 9015 4", "SE45 5000 0000 0583 9825 7466",
	} {
		got, err := parseIBAN(strings.ToLower(iban))
		require.NoError(t, err, iban)
		assert.Equal(t, strings.ReplaceAll(iban, " ", ""), got)
		assert.Equal(t, iban, inFours(got))
	}
	for iban, say := range map[string]string{
		"DE89 3704 0044 0532 0130 01": "checksum", "DE98 3704 0044 0532 0130 00": "checksum",
		"DE89 3704 0044 0532 0130 0": "has 22 characters, and this one has 21", "DE89 3704 0044 0532 0130 000": "has 23",
		"US89 3704 0044 0532 0130 00": "No country that uses IBANs has the code US", "hello": "is not an IBAN", "DE": "is not an IBAN",
		"4D12 0001": "is not an IBAN", "DE89 3704 0044 0532 0130 0Ö": "is not an IBAN", "DEXX370400440532013000": "is not an IBAN",
		"D289": "is not an IBAN",
	} {
		_, err := parseIBAN(iban)
		require.Error(t, err, iban)
		assert.Contains(t, err.Error(), say)
	}
}

func TestVAT(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"DE 136695976": "", "ATU13585627": "", "BE0428759497": "", "FR40303265045": "", "FR 83 404 833 048": "FR83404833048",
		"FRK7399859412": "", "IT00743110157": "", "NL004495445B01": "", "NL123456789B13": "", "PL8567346215": "", "PT501964843": "",
		"DK13585628": "", "LU15027442": "", "CHE-100.155.212 MWST": "CHE100155212", "CHE100155212TVA": "CHE100155212",
		"NO 995525828 MVA": "NO995525828", "GR094259216": "EL094259216", "ESX2482300W": "", "GB980780684": "", "SE556188840401": "",
		"IE6433435F": "", "CZ25123891": "", "XI123456782": "", "RO18547290": "",
	} {
		if want == "" {
			want = typed
		}
		got, err := parseVAT(typed)
		require.NoError(t, err, typed)
		assert.Equal(t, strings.ReplaceAll(want, " ", ""), got)
	}
	for typed, say := range map[string]string{
		"136695976": "with its country in front", "x": "is not a VAT number", "US123456789": "not known here", "DE13669597": "form of a VAT number of DE",
		"DE136695977": "check digit", "ATU13585626": "check digit", "BE0428759498": "check digit", "FR41303265045": "check digit",
		"IT00743110158": "check digit", "NL123456789B01": "check digit", "PL8567346216": "check digit", "PT501964842": "check digit",
		"DK13585627": "check digit", "LU15027443": "check digit", "CHE100155213": "check digit", "NO995525829": "check digit",
	} {
		_, err := parseVAT(typed)
		require.Error(t, err, typed)
		assert.Contains(t, err.Error(), say)
	}
	assert.Len(t, vatForms(), 31)
}

func TestPhone(t *testing.T) {
	t.Parallel()
	got, err := parsePhone("+44 (0)20 7946 0018", "")
	require.NoError(t, err)
	assert.Equal(t, "+442079460018", got)
	_, err = parsePhone("030 901820", "")
	assert.ErrorContains(t, err, "with + and its country code")
	assert.Equal(t, "+49 30 901820", showPhone("+4930901820"))
	assert.Equal(t, "broken", showPhone("broken"))
}
