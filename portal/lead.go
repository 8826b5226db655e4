package portal

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Generic reports whether a registrable domain belongs to a mail service, or to a site
// where many companies have a page, rather than to one company.
func (p ReferralPolicy) Generic(domain string) bool {
	return slices.Contains(p.GenericDomains, strings.ToLower(domain))
}

// LeadKeys are the ids of the guards that a lead claims: its email address, its
// domains unless they are a mail service's, and its company name in its country.
// Two leads with a key in common are the same lead. The keys are digests: they tell
// nobody who was referred.
func (p Program) LeadKeys(lead Lead) []string {
	var keys []string
	add := func(parts ...string) {
		sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
		if key := "lead:program:" + hex.EncodeToString(sum[:]); !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	domains := []string{lead.Domain}
	if email := Mailbox(lead.Email); email != "" {
		add("email", email)
		if domain, ok := RegistrableDomain(email[strings.LastIndexByte(email, '@')+1:]); ok {
			domains = append(domains, domain)
		}
	}
	for _, domain := range domains {
		if domain = strings.ToLower(domain); domain != "" && !p.Referral.Generic(domain) {
			add("domain", domain)
		}
	}
	if name := NormalCompany(lead.Company); name != "" && lead.Country != "" {
		add("company", strings.ToUpper(lead.Country), name)
	}
	slices.Sort(keys) // everyone claims in one order
	return keys
}

// Mailbox is the mailbox behind an address: without case, without a tag
// after "+", and without dots where the service ignores them (Gmail). "" for what is no address.
func Mailbox(text string) string {
	address, ok := ParseEmail(text)
	if !ok {
		return ""
	}
	at := strings.LastIndexByte(address, '@')
	name, host := cases.Fold().String(norm.NFKC.String(address[:at])), address[at+1:]
	if tag := strings.IndexByte(name, '+'); tag > 0 {
		name = name[:tag]
	}
	if host == "googlemail.com" {
		host = "gmail.com"
	}
	if host == "gmail.com" {
		name = strings.ReplaceAll(name, ".", "")
	}
	return name + "@" + host
}

// letters are what diacritics folding leaves as letters of their own.
var letters = strings.NewReplacer(
	"ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "ł", "l", "đ", "d", "ð", "d", "þ", "th", "ħ", "h", "ı", "i", "ŋ", "n",
	"'", "", "’", "", "`", "", "´", "", ".", "", "·", "",
)

// legalForms are endings of company names that say how the company is set up,
// not which one it is; in the form NormalCompany has given them.
var legalForms = [][]string{
	{"gesellschaft", "mit", "beschrankter", "haftung"},
	{"sociedad", "de", "responsabilidad", "limitada"},
	{"societe", "a", "responsabilite", "limitee"},
	{"societa", "a", "responsabilita", "limitata"},
	{"spolka", "z", "ograniczona", "odpowiedzialnoscia"},
	{"societa", "per", "azioni"},
	{"public", "limited", "company"},
	{"limited", "liability", "company"},
	{"societe", "anonyme"},
	{"spolka", "akcyjna"},
	{"sociedade", "unipessoal"},
	{"besloten", "vennootschap"},
	{"naamloze", "vennootschap"},
	{"aktiengesellschaft"},
	{"aktieselskab"},
	{"anpartsselskab"},
	{"osakeyhtio"},
	{"sa", "rl"}, // S.à r.l.
	{"s", "coop"},
	{"spol", "s", "ro"},
	{"spol", "sro"},
	{"s", "ro"},
	{"sp", "j"},
	{"spj"},
	{"gesmbh"}, // Austria
	{"partg"},
	{"mbb"},
	{"sagl"},
	{"selarl"},
	{"sca"},
	{"sll"},
	{"slp"},
	{"crl"},
	{"publ"}, // AB (publ)
	{"pllc"},
	{"оод"},
	{"еоод"},
	{"αε"},
	{"επε"},
	{"ικε"},
	{"sp", "z", "oo"},
	{"sp", "zoo"},
	{"spzoo"},
	{"sp", "k"},
	{"s", "de", "rl"},
	{"de", "cv"},
	{"sas", "di"},
	{"gmbh"},
	{"mbh"},
	{"ggmbh"},
	{"ag"},
	{"kg"},
	{"kgaa"},
	{"ohg"},
	{"gbr"},
	{"ug"},
	{"haftungsbeschrankt"},
	{"ev"},
	{"eg"},
	{"ek"},
	{"se"},
	{"ltd"},
	{"limited"},
	{"plc"},
	{"llp"},
	{"lp"},
	{"llc"},
	{"inc"},
	{"incorporated"},
	{"corp"},
	{"corporation"},
	{"co"},
	{"company"},
	{"pty"},
	{"pvt"},
	{"private"},
	{"pte"},
	{"cic"},
	{"dac"},
	{"sl"},
	{"slu"},
	{"slne"},
	{"sa"},
	{"sau"},
	{"sad"},
	{"scl"},
	{"sc"},
	{"cb"},
	{"sociedad", "limitada"},
	{"sociedad", "anonima"},
	{"lda"},
	{"ltda"},
	{"unipessoal"},
	{"sgps"},
	{"eireli"},
	{"limitada"},
	{"me"},
	{"sociedade", "anonima"},
	{"sarl"},
	{"sas"},
	{"sasu"},
	{"eurl"},
	{"sci"},
	{"snc"},
	{"scop"},
	{"srl"},
	{"srls"},
	{"sapa"},
	{"sas"},
	{"societa", "cooperativa"},
	{"bv"},
	{"nv"},
	{"vof"},
	{"bvba"},
	{"sprl"},
	{"cvba"},
	{"ab"},
	{"aktiebolag"},
	{"as"},
	{"asa"},
	{"aps"},
	{"oy"},
	{"oyj"},
	{"ehf"},
	{"hf"},
	{"ou"},
	{"uab"},
	{"sia"},
	{"sro"},
	{"doo"},
	{"dd"},
	{"kft"},
	{"zrt"},
	{"nyrt"},
	{"bt"},
	{"ood"},
	{"eood"},
	{"ad"},
	{"ead"},
	{"epe"},
	{"ike"},
	{"ae"},
	{"sti"},
	{"tic"},
	{"anonim", "sirketi"},
	{"limited", "sirketi"},
	{"kk"},
	{"bhd"},
	{"sdn"},
	{"tbk"},
	{"fzco"},
	{"fze"},
	{"dmcc"},
}

// leading are words in front of a name that do not tell it from others: an article,
// and the legal forms that some countries write first.
var leading = []string{"the", "uab", "ооо", "оао", "зао", "тов"}

// unspaced are legal forms that stand before or after a name without a blank.
var unspaced = strings.NewReplacer("株式会社", " ", "有限会社", " ", "(株)", " ", "(有)", " ")

// ampersands are words for "&": the first anywhere, the second between two words, where
// they are no initial and no place.
var ampersands = [2][]string{{"and", "und", "et"}, {"y", "e", "og", "och"}}

// NormalCompany is what is left of a company name when spelling is set aside:
// no case, diacritics, punctuation, "and", articles in front, or legal form at
// the end. It never becomes empty for a name with a letter or digit.
func NormalCompany(name string) string {
	if strings.Contains(name, "S.p.A") || strings.HasSuffix(strings.TrimSpace(name), " SpA") { // a spa is a spa, an S.p.A. is a legal form
		name = strings.NewReplacer("S.p.A.", " ", "S.p.A", " ").Replace(strings.TrimSuffix(strings.TrimSpace(name), " SpA"))
	}
	name = norm.NFKC.String(name)
	if rest := unspaced.Replace(name); strings.TrimSpace(rest) != "" {
		name = rest
	}
	folded := letters.Replace(cases.Fold().String(name))
	folded = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r):
			return -1
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.Is(unicode.Mc, r):
			return r
		}
		return ' '
	}, norm.NFD.String(folded))
	words := joinInitials(strings.Fields(norm.NFC.String(letters.Replace(folded))))
	for len(words) > 1 && slices.Contains(leading, words[0]) {
		words = words[1:]
	}
	words = withoutJoining(words)
	for again := true; again; {
		again = false
		for _, form := range legalForms {
			if rest := len(words) - len(form); rest > 0 && slices.Equal(words[rest:], form) {
				words, again = words[:rest], true
				break // the longest form that fits now comes first in the list
			}
		}
	}
	return strings.Join(words, " ")
}

// withoutJoining leaves out the words for "&", and never all there are.
func withoutJoining(words []string) []string {
	var out []string
	for i, w := range words {
		between := i > 0 && i < len(words)-1
		if !slices.Contains(ampersands[0], w) && !(between && slices.Contains(ampersands[1], w)) {
			out = append(out, w)
		}
	}
	if len(out) == 0 {
		return words[:min(1, len(words))]
	}
	return out
}

// joinInitials writes runs of single letters as one word: "s l" is "sl".
func joinInitials(words []string) []string {
	var out []string
	run := false
	for _, w := range words {
		single := len([]rune(w)) == 1 && !unicode.IsDigit([]rune(w)[0]) && w != "z"
		if single && run {
			out[len(out)-1] += w
		} else {
			out = append(out, w)
		}
		run = single
	}
	return out
}
