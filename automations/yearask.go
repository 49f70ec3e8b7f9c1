package automations

import (
	"net/url"
	"strconv"

	"factotum/automations/obligation"
)

// YearAsk is which part of the year somebody looks at.
type YearAsk struct {
	Year    int    // 0: this one
	Month   int    // 0: the whole year
	Owner   string // id; empty: everybody
	Subject string // empty: all
}

// Encode gives it as the value of a button.
func (a YearAsk) Encode() string {
	v := url.Values{}
	for key, text := range map[string]string{"y": number(a.Year), "m": number(a.Month), "o": a.Owner, "s": a.Subject} {
		if text != "" {
			v.Set(key, text)
		}
	}
	return v.Encode()
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// ParseYearAsk reads what Encode gave; this year for anything else.
func ParseYearAsk(text string) YearAsk {
	v, err := url.ParseQuery(text)
	if err != nil {
		return YearAsk{}
	}
	a := YearAsk{Owner: v.Get("o"), Subject: v.Get("s")}
	if n, err := strconv.Atoi(v.Get("y")); err == nil && n > 1999 && n < 2200 {
		a.Year = n
	}
	if n, err := strconv.Atoi(v.Get("m")); err == nil && n >= 1 && n <= 12 {
		a.Month = n
	}
	return a
}

// Of is that part of an agenda, whatever the month.
func (a YearAsk) Of(all obligation.Agenda) obligation.Agenda { return all.Only(a.Owner, a.Subject) }
