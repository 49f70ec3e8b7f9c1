package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"slices"
	"strconv"
	"strings"
)

// mutant is one small fault: the bytes from start to end of a file replaced by text.
type mutant struct {
	file       string
	start, end int
	text, what string
	line       int
}

// source is one parsed file and the faults found for it so far.
type source struct {
	file    string
	bytes   []byte
	fset    *token.FileSet
	mutants []mutant
}

// mutantsOf returns every fault that the operators below can plant in a file, in the order of the text.
func mutantsOf(file string) ([]mutant, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	s := &source{file: file, bytes: text, fset: token.NewFileSet()}
	parsed, err := parser.ParseFile(s.fset, file, text, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	ast.Inspect(parsed, s.visit)
	slices.SortStableFunc(s.mutants, func(a, b mutant) int { return a.start - b.start })
	return s.mutants, nil
}

func (s *source) visit(node ast.Node) bool {
	switch n := node.(type) {
	case *ast.BinaryExpr:
		for _, op := range swaps(n.Op) {
			s.replace(n.OpPos, n.OpPos+token.Pos(len(n.Op.String())), op)
		}
	case *ast.IfStmt:
		s.negate(n.Cond)
	case *ast.ForStmt:
		s.negate(n.Cond)
	case *ast.Ident:
		if other := map[string]string{"true": "false", "false": "true"}[n.Name]; other != "" {
			s.replace(n.Pos(), n.End(), other)
		}
	case *ast.BasicLit:
		if value, err := strconv.ParseInt(n.Value, 0, 64); n.Kind == token.INT && err == nil {
			s.replace(n.Pos(), n.End(), strconv.FormatInt(value+1, 10))
		}
	case *ast.BlockStmt:
		s.drop(n.List)
	case *ast.CaseClause:
		s.drop(n.Body)
	case *ast.CompositeLit:
		s.dropElements(n)
	case *ast.FuncDecl:
		s.returnEarly(n)
	}
	return true
}

// swaps returns the operators that a slip of the hand puts in place of op.
func swaps(op token.Token) []string {
	return map[token.Token][]string{
		token.EQL: {"!="}, token.NEQ: {"=="},
		token.LSS: {"<=", ">="}, token.LEQ: {"<", ">"}, token.GTR: {">=", "<="}, token.GEQ: {">", "<"},
		token.LAND: {"||"}, token.LOR: {"&&"},
		token.ADD: {"-"}, token.SUB: {"+"}, token.MUL: {"/"}, token.QUO: {"*"}, token.REM: {"*"},
	}[op]
}

// negate turns a condition round, unless swapping its operator does so already.
func (s *source) negate(cond ast.Expr) {
	if b, ok := cond.(*ast.BinaryExpr); cond == nil || ok && b.Op != token.LAND && b.Op != token.LOR {
		return
	}
	s.replace(cond.Pos(), cond.End(), "!("+s.between(cond.Pos(), cond.End())+")")
}

// drop forgets each statement that has an effect and declares nothing: an assignment to _ has none.
func (s *source) drop(list []ast.Stmt) {
	for _, stmt := range list {
		switch n := stmt.(type) {
		case *ast.AssignStmt:
			if to, ok := n.Lhs[0].(*ast.Ident); n.Tok != token.DEFINE && !(ok && to.Name == "_" && len(n.Lhs) == 1) {
				s.replace(n.Pos(), n.End(), "")
			}
		case *ast.IncDecStmt, *ast.ExprStmt, *ast.SendStmt, *ast.DeferStmt, *ast.BranchStmt:
			s.replace(stmt.Pos(), stmt.End(), "")
		}
	}
}

// dropElements forgets each element of a list or map: the rows of a table are decisions too.
func (s *source) dropElements(literal *ast.CompositeLit) {
	switch literal.Type.(type) {
	case *ast.ArrayType, *ast.MapType:
	default:
		return
	}
	for i, element := range literal.Elts {
		end := literal.Rbrace
		if i+1 < len(literal.Elts) {
			end = literal.Elts[i+1].Pos()
		}
		s.replace(element.Pos(), end, "")
	}
}

// returnEarly makes a function return zero values at once; what follows stays, so that it still compiles.
func (s *source) returnEarly(f *ast.FuncDecl) {
	if f.Body == nil || len(f.Body.List) == 0 {
		return
	}
	var zeros []string
	if f.Type.Results != nil {
		for _, result := range f.Type.Results.List {
			zero := "*new(" + s.between(result.Type.Pos(), result.Type.End()) + ")"
			zeros = append(zeros, slices.Repeat([]string{zero}, max(1, len(result.Names)))...)
		}
	}
	s.replace(f.Body.Lbrace+1, f.Body.Lbrace+1, " return "+strings.Join(zeros, ", ")+";")
}

func (s *source) between(start, end token.Pos) string {
	return string(s.bytes[s.fset.Position(start).Offset:s.fset.Position(end).Offset])
}

func (s *source) replace(start, end token.Pos, text string) {
	from, to := s.fset.Position(start), s.fset.Position(end)
	was, _, _ := strings.Cut(s.between(start, end), "\n")
	what := fmt.Sprintf("%q becomes %q", was, text)
	switch {
	case start == end:
		what = "returns at once"
	case text == "":
		what = fmt.Sprintf("%q dropped", was)
	}
	s.mutants = append(s.mutants, mutant{s.file, from.Offset, to.Offset, text, what, from.Line})
}
