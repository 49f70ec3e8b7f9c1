package mail

import (
	"fmt"
	"os"
	"strings"

	"factotum/automations/fault"
)

// read takes the secret as it is now. It never says what it read.
func (s Secret) read() (string, error) {
	if value := strings.TrimSpace(os.Getenv(s.Env)); s.Env != "" && value != "" {
		return value, nil
	}
	if s.File == "" {
		return "", fault.New(fault.Invalid, "%s is not set in the environment: set it to the %s.", s.Env, s.what())
	}
	info, err := os.Stat(s.File)
	if err != nil {
		return "", s.unreadable(err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return "", fault.New(fault.Invalid, "Others may read the file %s, which holds a secret (its mode is %04o): run chmod 600 %s.",
			s.File, info.Mode().Perm(), s.File)
	}
	text, err := os.ReadFile(s.File)
	if err != nil {
		return "", s.unreadable(err)
	}
	value := strings.TrimSpace(string(text))
	if value == "" {
		return "", fault.New(fault.Invalid, "The file %s is empty: write the %s into it.", s.File, s.what())
	}
	return value, nil
}

func (s Secret) unreadable(err error) error {
	return fault.Wrap(fmt.Errorf("mail: reading the secret: %w", err), fault.Invalid,
		"The file %s, which should hold the %s, cannot be read: correct the path, or let the user who runs Factotum own it.", s.File, s.what())
}

func (s Secret) what() string {
	if s.Token {
		return "OAuth2 token"
	}
	return "password"
}

// where says where a person corrects the secret.
func (s Secret) where() string {
	if s.Env != "" && os.Getenv(s.Env) != "" {
		return s.Env + " in the environment"
	}
	return "the file " + s.File
}
