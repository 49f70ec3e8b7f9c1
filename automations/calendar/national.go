package calendar

import (
	"slices"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/de"
	"github.com/rickar/cal/v2/gb"
	"github.com/rickar/cal/v2/it"
	"github.com/rickar/cal/v2/nz"
	"github.com/rickar/cal/v2/pl"
	"github.com/rickar/cal/v2/se"
	"github.com/rickar/cal/v2/us"
)

// This file adds what rickar/cal lacks, by the laws named at each.

// fixed is a holiday on the same day every year.
func fixed(name string, month time.Month, day int) *cal.Holiday {
	return &cal.Holiday{Name: name, Month: month, Day: day, Func: cal.CalcDayOfMonth}
}

// easter is a holiday so many days after Easter Sunday.
func easter(name string, days int) *cal.Holiday {
	return &cal.Holiday{Name: name, Offset: days, Func: cal.CalcEasterOffset}
}

// finland holds the church and state holidays and the two eves that collective agreements keep free.
func finland() []*cal.Holiday {
	return []*cal.Holiday{
		fixed("Uudenvuodenpäivä", time.January, 1), fixed("Loppiainen", time.January, 6),
		easter("Pitkäperjantai", -2), easter("Toinen pääsiäispäivä", 1), fixed("Vappu", time.May, 1),
		easter("Helatorstai", 39), se.Midsommarafton.Clone(&cal.Holiday{Name: "Juhannusaatto"}),
		se.Midsommardagen.Clone(&cal.Holiday{Name: "Juhannuspäivä"}),
		se.AllaHelgonsDag.Clone(&cal.Holiday{Name: "Pyhäinpäivä"}), fixed("Itsenäisyyspäivä", time.December, 6),
		fixed("Jouluaatto", time.December, 24), fixed("Joulupäivä", time.December, 25), fixed("Tapaninpäivä", time.December, 26),
	}
}

// luxembourg follows Code du travail, article L. 232-2.
func luxembourg() []*cal.Holiday {
	europe := fixed("Journée de l'Europe", time.May, 9)
	europe.StartYear = 2019
	return []*cal.Holiday{
		fixed("Nouvel an", time.January, 1), easter("Lundi de Pâques", 1), fixed("Fête du travail", time.May, 1), europe,
		easter("Ascension", 39), easter("Lundi de Pentecôte", 50), fixed("Fête nationale", time.June, 23),
		fixed("Assomption", time.August, 15), fixed("Toussaint", time.November, 1), fixed("Noël", time.December, 25),
		fixed("Deuxième jour de Noël", time.December, 26),
	}
}

// portugal follows Código do Trabalho, article 234.
func portugal() []*cal.Holiday {
	return []*cal.Holiday{
		fixed("Ano Novo", time.January, 1), easter("Sexta-feira Santa", -2), fixed("Dia da Liberdade", time.April, 25),
		fixed("Dia do Trabalhador", time.May, 1), easter("Corpo de Deus", 60), fixed("Dia de Portugal", time.June, 10),
		fixed("Assunção de Nossa Senhora", time.August, 15), fixed("Implantação da República", time.October, 5),
		fixed("Todos os Santos", time.November, 1), fixed("Restauração da Independência", time.December, 1),
		fixed("Imaculada Conceição", time.December, 8), fixed("Natal", time.December, 25),
	}
}

// italy adds Saint Francis, a holiday again since 2026 (Legge 8 ottobre 2025, n. 151).
func italy() []*cal.Holiday {
	francis := fixed("San Francesco d'Assisi", time.October, 4)
	francis.StartYear = 2026
	return append(slices.Clone(it.Holidays), francis)
}

// poland adds Christmas Eve, free since 2025 (Dz.U. 2024 poz. 1965).
func poland() []*cal.Holiday {
	eve := fixed("Wigilia Bożego Narodzenia", time.December, 24)
	eve.StartYear = 2025
	return append(slices.Clone(pl.Holidays), eve)
}

// newZealand adds Matariki, whose days until 2052 stand in the schedule of the Te
// Kāhui o Matariki Public Holiday Act 2022; those until 2035 are here.
func newZealand() []*cal.Holiday {
	list := slices.Clone(nz.Holidays)
	for year, day := range map[int]Date{
		2025: {m: time.June, d: 20}, 2026: {m: time.July, d: 10}, 2027: {m: time.June, d: 25},
		2028: {m: time.July, d: 14}, 2029: {m: time.July, d: 6}, 2030: {m: time.June, d: 21},
		2031: {m: time.July, d: 11}, 2032: {m: time.July, d: 2}, 2033: {m: time.June, d: 24},
		2034: {m: time.July, d: 7}, 2035: {m: time.June, d: 29},
	} {
		matariki := fixed("Matariki", day.m, day.d)
		matariki.StartYear, matariki.EndYear = year, year
		list = append(list, matariki)
	}
	return list
}

// scotland and northernIreland follow the Banking and Financial Dealings Act
// 1971, schedule 1, with the substitute days that gov.uk/bank-holidays lists.
func scotland() []*cal.Holiday {
	list := slices.DeleteFunc(slices.Clone(gb.Holidays), func(h *cal.Holiday) bool {
		return h == gb.EasterMonday || h == gb.SummerHoliday
	})
	second := fixed("2nd January", time.January, 2)
	second.Observed = gb.BoxingDay.Observed // It follows a holiday as Boxing Day does.
	return append(list, second, gb.SummerHolidayScotland, toMonday("Saint Andrew's Day", time.November, 30))
}

func northernIreland() []*cal.Holiday {
	return append(slices.Clone(gb.Holidays), toMonday("Saint Patrick's Day", time.March, 17),
		toMonday("Battle of the Boyne", time.July, 12))
}

// toMonday is a fixed holiday observed on Monday when it falls on a weekend.
func toMonday(name string, month time.Month, day int) *cal.Holiday {
	h := fixed(name, month, day)
	h.Observed = gb.NewYear.Observed
	return h
}

// columbia adds Emancipation Day (D.C. Code § 28-2701). By 26 U.S.C. 7503 what is
// a holiday there moves the days of federal filings everywhere.
func columbia() []*cal.Holiday {
	day := fixed("Emancipation Day", time.April, 16)
	day.Observed = us.NewYear.Observed // on the nearest weekday
	return append(slices.Clone(us.Holidays), day)
}

// germanBanks adds the two days that are no working days of banks: by them social
// insurance contributions are due (§ 23 Abs. 1 SGB IV).
func germanBanks() []*cal.Holiday {
	return append(slices.Clone(de.Holidays), fixed("Heiligabend", time.December, 24), fixed("Silvester", time.December, 31))
}
