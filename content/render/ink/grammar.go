package ink

import "strings"

// grammar is as much of a language as colours need.
type grammar struct {
	line   []string // what begins a comment that goes to the end of its line
	open   string   // what stands around a comment, "" without
	close  string
	quotes string          // what stands around a string; ` may go over lines
	key    rune            // after a name that is a key, 0 without keys
	words  map[string]bool // in small letters where fold says so
	fold   bool
	dashes bool // a name may have hyphens
}

func reserved(words string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(words) {
		set[word] = true
	}
	return set
}

var (
	cLike = grammar{line: []string{"//"}, open: "/*", close: "*/", quotes: "\"'`", words: reserved(`abstract any as async await bool boolean break byte case catch chan char class const continue default defer delete do double
		else enum export extends extern false final finally float fn for from func function go goto if impl implements import in instanceof int interface let long loop map match mod mut namespace new nil null of override
		package private protected pub public range return select self short static string struct super switch this throw trait true try type typeof undefined unsigned use using var void while yield`)}
	scripts = grammar{line: []string{"#"}, quotes: `"'`, words: reserved(`and as assert async await break case class continue def del do done elif else end esac except export False false fi finally for from function global if
		import in is lambda local None not null or pass raise return self set then True true try unless until while with yield`)}
	yaml    = grammar{line: []string{"#"}, quotes: `"'`, key: ':', words: reserved("true false null yes no"), dashes: true}
	toml    = grammar{line: []string{"#"}, quotes: `"'`, key: '=', words: reserved("true false"), dashes: true}
	jsonish = grammar{line: []string{"//"}, quotes: `"`, key: ':', words: reserved("true false null")}
	css     = grammar{open: "/*", close: "*/", quotes: `"'`, key: ':', dashes: true}
	sql     = grammar{line: []string{"--"}, open: "/*", close: "*/", quotes: `'"`, fold: true, words: reserved(`add all alter and as asc between by case create cross delete desc distinct drop else end exists from full group having
		in index inner insert into is join key left like limit not null on or order outer primary references right select set table then union unique update values view when where with`)}
)

var grammars = map[string]*grammar{
	"go": &cLike, "js": &cLike, "javascript": &cLike, "ts": &cLike, "typescript": &cLike, "jsx": &cLike, "tsx": &cLike, "java": &cLike, "kotlin": &cLike, "c": &cLike, "cpp": &cLike, "c++": &cLike,
	"cs": &cLike, "csharp": &cLike, "rust": &cLike, "swift": &cLike, "php": &cLike, "scala": &cLike, "dart": &cLike,
	"python": &scripts, "py": &scripts, "ruby": &scripts, "rb": &scripts, "sh": &scripts, "bash": &scripts, "shell": &scripts, "console": &scripts, "perl": &scripts,
	"yaml": &yaml, "yml": &yaml, "toml": &toml, "ini": &toml, "json": &jsonish, "css": &css, "scss": &css, "sql": &sql,
}
