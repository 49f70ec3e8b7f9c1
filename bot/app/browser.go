package app

import (
	"context"
	"log/slog"
	"os/exec"
	"runtime"
)

// openBrowser shows an address in the user's browser. Where that cannot be done
// the address is on the terminal.
func openBrowser(ctx context.Context, address string, log *slog.Logger) {
	name, args := "xdg-open", []string{address}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", address}
	}
	command := exec.CommandContext(ctx, name, args...)
	if err := command.Start(); err != nil {
		log.DebugContext(ctx, "no browser was opened", "error", err)
		return
	}
	go func() { _ = command.Wait() }() // its process must not stay as a zombie
}
