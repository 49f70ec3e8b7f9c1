package warehouse_test

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/fault"
	"factotum/automations/report"
	"factotum/connectors/warehouse"
)

// ample is how long what must come is waited for: only a test that fails waits as long,
// and a busy machine may take minutes for what is otherwise there at once.
const ample = 5 * time.Minute

const password = "a password of the test"

// server is a real PostgreSQL in a folder of its own.
type server struct {
	port   string
	folder string
	stop   func()
}

// dsn is the way in for the owner of everything, who could do all harm.
func (s server) dsn(secret string) string {
	return fmt.Sprintf("host=127.0.0.1 port=%s dbname=postgres user=owner password='%s' sslmode=disable", s.port, secret)
}

// program finds one of PostgreSQL, which Debian keeps out of the PATH.
func program(t *testing.T, name string) string {
	t.Helper()
	if path, err := exec.LookPath(name); err == nil {
		return path
	}
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/" + name)
	require.NoError(t, err)
	require.NotEmpty(t, found, "install postgresql, or run deploy/test")
	return found[len(found)-1]
}

// startPostgres runs PostgreSQL as an ordinary user.
func startPostgres(t *testing.T) server {
	t.Helper()
	// Not t.TempDir: others cannot look into that, and the paths of sockets are short.
	folder, err := os.MkdirTemp("", "pg")
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, os.RemoveAll(folder)) })
	secret := filepath.Join(folder, "secret")
	require.NoError(t, os.WriteFile(secret, []byte(password), 0o600))
	var as *syscall.SysProcAttr
	if os.Geteuid() == 0 { // PostgreSQL refuses root
		nobody, err := user.Lookup("nobody")
		require.NoError(t, err)
		uid, err := strconv.Atoi(nobody.Uid)
		require.NoError(t, err)
		gid, err := strconv.Atoi(nobody.Gid)
		require.NoError(t, err)
		as = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
		for _, path := range []string{folder, secret} {
			require.NoError(t, os.Chown(path, uid, gid))
		}
	}
	data := filepath.Join(folder, "data")
	run := exec.Command(program(t, "initdb"), "-D", data, "-U", "owner", "--auth=scram-sha-256", "--pwfile="+secret, "--no-sync", "--locale=C", "-E", "UTF8")
	run.SysProcAttr, run.Dir = as, folder
	said, err := run.CombinedOutput()
	require.NoError(t, err, "%s", said)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	_, port, err := net.SplitHostPort(listener.Addr().String())
	require.NoError(t, err)
	require.NoError(t, listener.Close())
	s := server{port: port, folder: folder}
	serve := exec.Command(program(t, "postgres"), "-D", data, "-p", port, "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="+folder, "-c", "fsync=off", "-c", "shared_buffers=16MB")
	var log bytes.Buffer
	serve.SysProcAttr, serve.Dir, serve.Stdout, serve.Stderr = as, folder, &log, &log
	require.NoError(t, serve.Start())
	stopped := false
	s.stop = func() {
		if !stopped {
			stopped = true
			assert.NoError(t, serve.Process.Signal(syscall.SIGINT))
			_ = serve.Wait() // it was told to end
		}
	}
	t.Cleanup(s.stop)
	require.Eventually(t, func() bool {
		conn, err := pgconn.Connect(t.Context(), s.dsn(password))
		return err == nil && conn.Close(t.Context()) == nil
	}, ample, 50*time.Millisecond, "PostgreSQL does not answer")
	return s
}

// do runs SQL as the owner, and gives the first cell of what it answers.
func (s server) do(t *testing.T, sql string) string {
	t.Helper()
	ctx := context.WithoutCancel(t.Context())
	conn, err := pgconn.Connect(ctx, s.dsn(password))
	require.NoError(t, err)
	defer func() { assert.NoError(t, conn.Close(ctx)) }()
	results, err := conn.Exec(ctx, sql).ReadAll()
	require.NoError(t, err)
	if last := results[len(results)-1]; len(last.Rows) > 0 {
		return string(last.Rows[0][0])
	}
	return ""
}

// sold is what both sorts of database hold in these tests.
const sold = `
CREATE TABLE sold (id INTEGER PRIMARY KEY, region TEXT, day DATE, total NUMERIC(12,2), card TEXT);
INSERT INTO sold VALUES (1, 'north', '2026-10-01', 1200.50, '4111111111111111'), (2, 'south', '2026-10-31', 300, NULL), (3, 'north', '2026-11-02', 80.25, '55');
`

// asked is a report on what was sold, with a parameter of each type.
func asked(sql string) report.Report {
	return report.Report{
		Name: "sold", Source: "ledger", SQL: sql, MostRows: 100, MostTime: ample,
		Parameters: []report.Parameter{
			{Name: "when", Type: report.Period},
			{Name: "region", Type: report.Choice, Choices: []string{"north", "south"}},
			{Name: "over", Type: report.Money},
			{Name: "most", Type: report.Number},
			{Name: "since", Type: report.Date},
			{Name: "words", Type: report.Text},
			{Name: "who", Type: report.Person},
		},
		Columns: []report.Column{{Name: "total", Title: "Sold", Type: report.Money, Currency: "EUR"}},
	}
}

func (s server) warehouse() *warehouse.Warehouse {
	return warehouse.New([]warehouse.Source{{Key: "ledger", Postgres: func() (string, error) { return s.dsn(password), nil }}})
}

// refused checks that a fault of the code is said in a sentence without secrets.
func refused(t *testing.T, err error, code fault.Code, says string) {
	t.Helper()
	require.Error(t, err)
	assert.Equal(t, code, fault.CodeOf(err), "%s", err)
	assert.Contains(t, fault.Say(err), says)
	assert.Regexp(t, `^The .*\.$`, fault.Say(err), "a sentence")
	assert.NotContains(t, err.Error()+fault.Say(err), password)
}
