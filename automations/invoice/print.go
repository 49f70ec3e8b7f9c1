package invoice

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Fields lists every field of the header in the order of output.
func Fields() []Field {
	return []Field{
		Number, IssueDate, DueDate, Currency, TotalNet, TotalTax, TotalGross, Seller, SellerVAT, IBAN,
		Payee, Buyer, BuyerVAT, OrderReference, PaymentTerms,
	}
}

// Uncertain lists the fields that a person is to look at.
func (inv Invoice) Uncertain() []Field {
	uncertain := []Field{}
	for _, field := range Fields() {
		if inv.Values[field].Uncertain {
			uncertain = append(uncertain, field)
		}
	}
	return uncertain
}

// printedRest is what stands behind the fields.
type printedRest struct {
	DuePayable  *string          `json:"due_payable"`
	Kind        Kind             `json:"kind"`
	Lines       []Line           `json:"lines"`
	Taxes       []Tax            `json:"taxes"`
	Allowances  []Allowance      `json:"allowances"`
	Discounts   []Discount       `json:"discounts"`
	Accounts    []Account        `json:"accounts"`
	Collected   bool             `json:"collected"`
	Differences []Difference     `json:"differences"`
	Uncertain   []Field          `json:"uncertain"`
	Source      map[Field]Source `json:"source"`
	Warnings    []string         `json:"warnings"`
}

// Print writes an invoice as one line of JSON, as `factotum read` does for the
// file it came from. Every field is there, null where it was not found; lists
// are there even when they are empty.
func Print(file string, inv Invoice) ([]byte, error) {
	var line bytes.Buffer
	source := map[Field]Source{}
	if err := put(&line, "{", "file", file); err != nil {
		return nil, err
	}
	for _, field := range Fields() {
		var text *string
		if value, ok := inv.Values[field]; ok {
			text, source[field] = &value.Text, value.Source
		}
		if err := put(&line, ",", string(field), text); err != nil {
			return nil, err
		}
	}
	rest := printedRest{
		nil, inv.Kind, list(inv.Lines), list(inv.Taxes), list(inv.Allowances), list(inv.Discounts), list(inv.Accounts),
		inv.Collected, list(inv.Differences), inv.Uncertain(), source, list(inv.Warnings),
	}
	if inv.Sums.Payable != "" {
		rest.DuePayable = &inv.Sums.Payable
	}
	tail, err := plain(rest)
	if err != nil {
		return nil, err
	}
	line.WriteString("," + string(tail[1:]))
	return line.Bytes(), nil
}

func put(line *bytes.Buffer, before, key string, value any) error {
	text, err := plain(value)
	if err != nil {
		return err
	}
	fmt.Fprintf(line, "%s%q:%s", before, key, text)
	return nil
}

// plain is JSON in which & and < stay readable: it goes to files, not into web pages.
func plain(value any) ([]byte, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return nil, fmt.Errorf("invoice: printing: %w", err)
	}
	return bytes.TrimSpace(text.Bytes()), nil
}

// list makes an empty list print as [] and not as null.
func list[T any](elements []T) []T {
	if elements == nil {
		return []T{}
	}
	return elements
}
