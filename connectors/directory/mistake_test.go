package directory_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/connectors/directory"
)

// mistakes is what must be said of each file of testdata/bad, after its name.
func mistakes() map[string][]string {
	return map[string][]string{
		"address.csv": {
			`:3: "bo at corp.example" is not an e-mail address. Write it as name@company.example.`,
			`:4: "Cy <cy@corp.example>" is not an e-mail address. Write it as name@company.example.`,
		},
		"anchor.yaml": {
			`:2: "email" must be a plain value or a list of them. Write it out, without nesting, anchors or aliases.`,
		},
		"cells.csv": {
			":2: The row has 3 values for 2 columns. Put a value that holds the delimiter in double quotes.",
		},
		"channel.yaml": {
			`:2: "#it-desk" in the column "triage" is no channel. Write its id, such as C0123ABCD; Slack shows it at the end of the channel's details.`,
		},
		"claimed.csv": {
			":3: U0BO stands already in line 2. Keep one of the two.",
			":3: ann@corp.example stands already in line 2. Keep one of the two.",
		},
		"column.csv": {
			`:1: There is no column "maneger". Write "manager".`,
			`:1: There is no column "favourite_colour". Delete it, or use one of: email, name, manager, teams, roles, cost_centre, country, region, zone, also, inactive, substitute.`,
		},
		"column.yaml": {
			`:3: There is no column "cost_center". Write "cost_centre".`,
		},
		"country.csv": {
			`:2: There is no country "GERMANY". Write the two letters of ISO 3166, such as DE, FR or US.`,
			`:3: There is no country "UK". Write "GB".`,
			`:4: There is no country "DEU". Write "DE".`,
			`:5: There is no country "ZZ". Write the two letters of ISO 3166, such as DE, FR or US.`,
		},
		"duplicate.csv": {
			":4: ANN@corp.example stands already in line 2. Keep one of the two.",
		},
		"duplicate.yaml": {
			":3: IT stands already in line 2. Keep one of the two.",
		},
		"empty.csv": {
			": The file is empty. Begin with a line of column names, such as: email,name,manager.",
		},
		"empty_key.csv": {
			`:2: The column "code" is empty. Fill it in, or delete the row.`,
		},
		"flag.csv": {
			`:2: "perhaps" in the column "inactive" is neither yes nor no. Write yes or no.`,
		},
		"group.csv": {
			":2: The group gives nothing. Fill in role or team, or delete the row.",
		},
		"header.csv": {
			":1: The first line must name the columns, one of them email (for people), key (teams), code (cost centres) or group (groups). Add it.",
		},
		"item.yaml": {
			`:2: Each entry of "people" must have named values. Begin it with "- email:".`,
		},
		"latin1.csv": {
			`:2: The text is not UTF-8. Save the file as "CSV UTF-8" or in the encoding UTF-8.`,
		},
		"list.yaml": {
			`:3: The column "manager" takes one value, not a list. Keep one of: a@corp.example, b@corp.example.`,
		},
		"manager.csv": {
			`:2: "Bo Ray" in the column "manager" is neither an e-mail address nor a Slack account. Write name@company.example or U0123ABCD.`,
		},
		"nested.yaml": {
			`:3: "teams" must be a plain value or a list of them. Write it out, without nesting, anchors or aliases.`,
		},
		"notlist.yaml": {
			`:1: The section "people" must be a list. Begin each entry with "- email:".`,
		},
		"quotes.csv": {
			`:2: The quotes of the row do not close or stand inside a value (extraneous or missing " in quoted-field). Write a quote inside quotes twice.`,
		},
		"region.csv": {
			`:2: There is no region "DE-BY". Write what follows the country in ISO 3166-2, such as BY for DE-BY.`,
		},
		"root.yaml": {
			`:1: The file must have the sections people, teams, cost_centres or groups, each a list. Begin with "people:".`,
		},
		"section.yaml": {
			`:1: There is no section "persons". Use people, teams, cost_centres or groups.`,
		},
		"semicolon.csv": {
			`:2: The column "roles" divides its values by |, not by semicolon. Write finance|director.`,
		},
		"syntax.yaml": {
			":3: The YAML cannot be read here: the line does not belong to what stands above it: indent it like the other settings of its group, with a colon and a space after the name.",
		},
		"twice.csv": {
			`:1: The column "name" stands twice. Delete one.`,
		},
		"twice.yaml": {
			`:3: The YAML cannot be read here: email stands already on line 2: delete one of the two.`,
		},
		"utf16.csv": {
			`:1: The text is not UTF-8. Save the file as "CSV UTF-8" or in the encoding UTF-8.`,
		},
		"wrong.txt": {
			": The file must end in .csv, .yaml or .yml. Rename it.",
		},
		"zone.csv": {
			`:2: There is no time zone "Berlin". Write an IANA name such as Europe/Paris or America/New_York.`,
			`:3: There is no time zone "Local". Write an IANA name such as Europe/Paris or America/New_York.`,
		},
		"header_quotes.csv": {`:1: The quotes of the row do not close or stand inside a value (extraneous or missing " in quoted-field). Write a quote inside quotes twice.`},
		"list_in_list.yaml": {
			`:6: "lead" must be a plain value or a list of them. Write it out, without nesting, anchors or aliases.`,
		},
		"no_email.yaml":    {`:2: The column "email" is empty. Fill it in, or delete the row.`},
		"quote_inside.csv": {`:2: The quotes of the row do not close or stand inside a value (extraneous or missing " in quoted-field). Write a quote inside quotes twice.`},
	}
}

func TestMistakes(t *testing.T) {
	t.Parallel()
	for name, want := range mistakes() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join("testdata", "bad", name)
			lists, err := directory.Read(file)
			require.Error(t, err)
			assert.Empty(t, lists)
			assert.Equal(t, want, strings.Split(strings.ReplaceAll(err.Error(), file, ""), "\n"))
		})
	}
}

func TestEveryBadFileIsExpected(t *testing.T) {
	t.Parallel()
	files, err := os.ReadDir(filepath.Join("testdata", "bad"))
	require.NoError(t, err)
	var names []string
	for _, file := range files {
		names = append(names, file.Name())
	}
	var expected []string
	for name := range mistakes() {
		expected = append(expected, name)
	}
	assert.ElementsMatch(t, expected, names)
}
