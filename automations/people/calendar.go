package people

// CalendarID is the id of the calendar of duties as a person: what falls due by
// it is asked for by nobody else.
const CalendarID ID = "duty:calendar"

// calendar is the calendar of duties as a person.
func (c Company) calendar() Person {
	return Person{ID: CalendarID, Name: c.Calendar, Zone: c.Zone, Service: true}
}
