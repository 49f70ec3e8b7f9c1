package webhook

import (
	"net/http"

	"factotum/automations/fault"
)

// judge tells from an answer what became of the message, and what is to be done.
func judge(status int) error {
	if status >= 200 && status <= 299 {
		return nil
	}
	code, do := fault.Unavailable, "Try again when it works."
	switch status {
	case http.StatusGone:
		code, do = fault.Invalid, "It wants no more messages: take it out of the configuration, or let it receive again; then try again."
	case http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusUnprocessableEntity:
		code, do = fault.Invalid, "It does not take this message: its log tells why. Try again when it does."
	case http.StatusUnauthorized, http.StatusForbidden:
		do = "It does not let Factotum in: give both sides the same secret; then try again."
	case http.StatusNotFound, http.StatusMethodNotAllowed:
		do = "It takes nothing at this address: correct url in the configuration; then try again."
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		do = "It has moved: write its new address as url in the configuration; then try again."
	}
	return fault.New(code, "The receiver of the webhook answers %d. %s", status, do)
}
