package calendar

import (
	"slices"
	"strings"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/at"
	"github.com/rickar/cal/v2/au"
	"github.com/rickar/cal/v2/be"
	"github.com/rickar/cal/v2/bg"
	"github.com/rickar/cal/v2/br"
	"github.com/rickar/cal/v2/ca"
	"github.com/rickar/cal/v2/ch"
	"github.com/rickar/cal/v2/cz"
	"github.com/rickar/cal/v2/de"
	"github.com/rickar/cal/v2/dk"
	"github.com/rickar/cal/v2/es"
	"github.com/rickar/cal/v2/fr"
	"github.com/rickar/cal/v2/gb"
	"github.com/rickar/cal/v2/gr"
	"github.com/rickar/cal/v2/hr"
	"github.com/rickar/cal/v2/ie"
	"github.com/rickar/cal/v2/jp"
	"github.com/rickar/cal/v2/lt"
	"github.com/rickar/cal/v2/lv"
	"github.com/rickar/cal/v2/mw"
	"github.com/rickar/cal/v2/nl"
	"github.com/rickar/cal/v2/no"
	"github.com/rickar/cal/v2/ro"
	"github.com/rickar/cal/v2/ru"
	"github.com/rickar/cal/v2/se"
	"github.com/rickar/cal/v2/si"
	"github.com/rickar/cal/v2/sk"
	"github.com/rickar/cal/v2/ua"
	"github.com/rickar/cal/v2/us"
	"github.com/rickar/cal/v2/za"
)

// publicHolidays returns the holidays of a country, or of one region of it.
func publicHolidays(country, region string) ([]*cal.Holiday, error) {
	country, region = strings.ToUpper(strings.TrimSpace(country)), strings.ToUpper(strings.TrimSpace(region))
	region = strings.TrimPrefix(region, country+"-")
	if country == "" && region == "" {
		return nil, nil
	}
	national, ok := countries()[country]
	if !ok {
		return nil, sayf("No holidays are known for the country %q. Write one of %s, or leave it empty and list holidays yourself.",
			shorten(country), listed(countries()))
	}
	local := regions(country)
	if region == "" && national != nil {
		return national, nil
	}
	if list, ok := local[region]; ok {
		return list, nil
	}
	if len(local) == 0 {
		return nil, sayf("No regional holidays are known for %s. Leave the region empty and list them yourself.", country)
	}
	return nil, sayf("%q is not a region of %s with holidays. Write one of %s.", shorten(region), country, listed(local))
}

func listed(lists map[string][]*cal.Holiday) string {
	names := make([]string, 0, len(lists))
	for name := range lists {
		names = append(names, name)
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

// countries holds the nationwide holidays by ISO 3166-1 code. Australia and
// Switzerland have none here: nearly all of theirs differ by region.
func countries() map[string][]*cal.Holiday {
	return map[string][]*cal.Holiday{
		"AT": at.Holidays, "AU": nil, "BE": be.Holidays, "BG": bg.Holidays,
		"BR": br.Holidays, "CA": ca.Holidays, "CH": nil, "CZ": cz.Holidays, "DE": de.Holidays,
		"DK": dk.Holidays, "ES": es.Holidays, "FI": finland(), "FR": fr.Holidays, "GB": gb.Holidays, "GR": gr.Holidays,
		"HR": hr.Holidays, "IE": ie.Holidays, "IT": italy(), "JP": jp.Holidays, "LT": lt.Holidays, "LU": luxembourg(),
		"LV": lv.Holidays, "MW": mw.Holidays, "NL": nl.Holidays, "NO": no.Holidays, "NZ": newZealand(),
		"PL": poland(), "PT": portugal(), "RO": ro.Holidays, "RU": ru.Holidays, "SE": se.Holidays, "SI": si.Holidays,
		"SK": sk.Holidays, "UA": ua.Holidays, "US": us.Holidays, "ZA": za.Holidays,
	}
}

// regions holds the holidays of each region by its ISO 3166-2 code without the
// country: the nationwide ones and its own.
func regions(country string) map[string][]*cal.Holiday {
	switch country {
	case "AU":
		return map[string][]*cal.Holiday{
			"ACT": au.HolidaysACT, "NSW": au.HolidaysNSW, "NT": au.HolidaysNT, "QLD": au.HolidaysQLD,
			"SA": au.HolidaysSA, "TAS": au.HolidaysTAS, "VIC": au.HolidaysVIC, "WA": au.HolidaysWA,
		}
	case "CH":
		return map[string][]*cal.Holiday{
			"ZH": ch.HolidaysZH, "BE": ch.HolidaysBE, "LU": ch.HolidaysLU, "UR": ch.HolidaysUR, "SZ": ch.HolidaysSZ,
			"OW": ch.HolidaysOW, "NW": ch.HolidaysNW, "GL": ch.HolidaysGL, "ZG": ch.HolidaysZG, "FR": ch.HolidaysFR,
			"SO": ch.HolidaysSO, "BS": ch.HolidaysBS, "BL": ch.HolidaysBL, "SH": ch.HolidaysSH, "AR": ch.HolidaysAR,
			"AI": ch.HolidaysAI, "SG": ch.HolidaysSG, "GR": ch.HolidaysGR, "AG": ch.HolidaysAG, "TG": ch.HolidaysTG,
			"VD": ch.HolidaysVD, "TI": ch.HolidaysTI, "VS": ch.HolidaysVS, "NE": ch.HolidaysNE, "GE": ch.HolidaysGE,
			"JU": ch.HolidaysJU,
		}
	case "GB":
		return map[string][]*cal.Holiday{"ENG": gb.Holidays, "WLS": gb.Holidays, "SCT": scotland(), "NIR": northernIreland()}
	case "DE":
		return map[string][]*cal.Holiday{
			"BW": de.HolidaysBW, "BY": de.HolidaysBY, "BE": de.HolidaysBE, "BB": de.HolidaysBB, "HB": de.HolidaysHB,
			"HH": de.HolidaysHH, "HE": de.HolidaysHE, "MV": de.HolidaysMV, "NI": de.HolidaysNI, "NW": de.HolidaysNW,
			"RP": de.HolidaysRP, "SL": de.HolidaysSL, "SN": de.HolidaysSN, "ST": de.HolidaysST, "SH": de.HolidaysSH,
			"TH": de.HolidaysTH, "BANK": germanBanks(), // no region: the days of banks everywhere in it
		}
	case "US":
		return map[string][]*cal.Holiday{"DC": columbia()}
	}
	return nil
}
