package warehouse

import (
	"context"
	"fmt"
	"net/netip"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// Careless says what is unsafe about the way to a source: a user who might do
// more than read, a password that others in the network can read. Nothing for
// one that cannot be asked.
func (w *Warehouse) Careless(ctx context.Context, key string) []string {
	s, ok := w.sources[key]
	if !ok || s.Postgres == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	return postgres{s.Key, s.Postgres}.careless(ctx)
}

func (p postgres) careless(ctx context.Context) []string {
	conn, err := p.connect(ctx)
	if err != nil {
		return nil
	}
	defer end(conn) //nolint:contextcheck // also when nobody waits any more
	var says []string
	const might = `SELECT current_user FROM pg_roles WHERE rolname = current_user AND (rolsuper OR EXISTS (
		SELECT 1 FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
		WHERE relkind IN ('r', 'p') AND nspname NOT IN ('pg_catalog', 'information_schema') AND has_table_privilege(pg_class.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')))`
	if rows := conn.ExecParams(ctx, might, nil, nil, nil, nil).Read(); rows.Err == nil && len(rows.Rows) > 0 {
		says = append(says, fmt.Sprintf("The user %s of the source %s may do more there than read. Reports never write, but give them a user who cannot.", rows.Rows[0][0], p.key))
	}
	if text, err := p.dsn(); err == nil && readable(text, conn) {
		says = append(says, fmt.Sprintf("The source %s is reached over the network without encryption: whoever is in it reads its figures. Write sslmode=verify-full into how it is logged in to.", p.key))
	}
	return says
}

// readable tells whether others could read what goes over a connection.
func readable(dsn string, conn *pgconn.PgConn) bool {
	cfg, err := pgconn.ParseConfig(dsn)
	if err != nil || strings.HasPrefix(cfg.Host, "/") {
		return false
	}
	to, err := netip.ParseAddrPort(conn.Conn().RemoteAddr().String())
	_, encrypted := conn.Conn().(interface{ VerifyHostname(host string) error }) // crypto/tls.Conn
	return err == nil && !to.Addr().IsLoopback() && !encrypted
}
