package portal

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// labels are the kinds of things that people read by a label.
var labels = map[string]func(value string) string{
	"AddendumState":       func(v string) string { return AddendumState(v).Label() },
	"AdjustmentState":     func(v string) string { return AdjustmentState(v).Label() },
	"BatchState":          func(v string) string { return BatchState(v).Label() },
	"HeldState":           func(v string) string { return HeldState(v).Label() },
	"DraftState":          func(v string) string { return DraftState(v).Label() },
	"EventArea":           func(v string) string { return EventArea(v).Label() },
	"AnswerFate":          func(v string) string { return AnswerFate(v).Label() },
	"EntryKind":           func(v string) string { return EntryKind(v).Label() },
	"ExtensionState":      func(v string) string { return ExtensionState(v).Label() },
	"ImportState":         func(v string) string { return ImportState(v).Label() },
	"JoinInvitationState": func(v string) string { return JoinInvitationState(v).Label() },
	"LeadStanding":        func(v string) string { return LeadStanding(v).Label() },
	"NoticeSide":          func(v string) string { return NoticeSide(v).Label() },
	"OfferState":          func(v string) string { return OfferState(v).Label() },
	"SharedLeadState":     func(v string) string { return SharedLeadState(v).Label() },
	"PartnerState":        func(v string) string { return PartnerState(v).Label() },
	"PayFormat":           func(v string) string { return PayFormat(v).Label() },
	"PayoutMethod":        func(v string) string { return PayoutMethod(v).Label() },
	"QuestionState":       func(v string) string { return QuestionState(v).Label() },
	"QueueKind":           func(v string) string { return QueueKind(v).Label() },
	"QueueOwner":          func(v string) string { return QueueOwner(v).Label() },
	"ReferralFate":        func(v string) string { return ReferralFate(v).Label() },
	"ReferralSource":      func(v string) string { return ReferralSource(v).Label() },
	"ReferralState":       func(v string) string { return ReferralState(v).Label() },
	"Role":                func(v string) string { return Role(v).Label() },
	"Standing":            func(v string) string { return Standing(v).Label() },
	"TaskState":           func(v string) string { return TaskState(v).Label() },
	"TaxKind":             func(v string) string { return TaxKind(v).Label() },
	"Tier":                func(v string) string { return Tier(v).Label() },
	"TierOutcome":         func(v string) string { return TierOutcome(v).Label() },
}

// TestNobodyReadsACode finds the constants of every kind that has labels in the
// package's own text, so that a new state without words is seen here first.
func TestNobodyReadsACode(t *testing.T) {
	labelled, constants := map[string]bool{}, map[string][]string{}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, declaration := range file.Decls {
			switch d := declaration.(type) {
			case *ast.FuncDecl:
				if d.Name.Name == "Label" && d.Recv != nil {
					if of, ok := d.Recv.List[0].Type.(*ast.Ident); ok {
						labelled[of.Name] = true
					}
				}
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					value, ok := spec.(*ast.ValueSpec)
					if !ok || d.Tok != token.CONST || len(value.Values) != 1 {
						continue
					}
					kind, named := value.Type.(*ast.Ident)
					text, isText := value.Values[0].(*ast.BasicLit)
					if named && isText && text.Kind == token.STRING {
						plain, err := strconv.Unquote(text.Value)
						if err != nil {
							t.Fatal(err)
						}
						constants[kind.Name] = append(constants[kind.Name], plain)
					}
				}
			}
		}
	}
	for _, composed := range []string{"Quarter", "PayoutAccount"} { // made of what they hold, without constants
		delete(labelled, composed)
	}
	for kind := range labelled {
		if labels[kind] == nil {
			t.Errorf("%s has labels that this test does not read", kind)
		}
	}
	for kind, label := range labels {
		if !labelled[kind] || len(constants[kind]) == 0 {
			t.Errorf("%s has %d constants and labels: %t", kind, len(constants[kind]), labelled[kind])
		}
		seen := map[string]string{}
		for _, code := range constants[kind] {
			words := label(code)
			if first, _ := utf8.DecodeRuneInString(words); words == code || !unicode.IsUpper(first) || strings.Contains(words, "_") {
				t.Errorf("%s %s is read as %q", kind, code, words)
			}
			if other, twice := seen[words]; twice {
				t.Errorf("%s %s and %s are both %q", kind, other, code, words)
			}
			seen[words] = code
		}
	}
	for kind, all := range map[string][]string{
		"BatchState": strs(BatchStates), "PartnerState": strs(PartnerStates), "ReferralState": strs(ReferralStates), "Tier": strs(Tiers),
		"PayoutMethod": strs(PayoutMethods), "TaxKind": strs(TaxKinds), "QuestionState": strs(QuestionStates), "Role": strs(slices.Concat(PartnerRoles, StaffRoles)),
	} {
		slices.Sort(all)
		slices.Sort(constants[kind])
		if !slices.Equal(all, constants[kind]) {
			t.Errorf("the list of every %s has %v, the constants are %v", kind, all, constants[kind])
		}
	}
}

func strs[T ~string](list []T) []string {
	var texts []string
	for _, value := range list {
		texts = append(texts, string(value))
	}
	return texts
}
