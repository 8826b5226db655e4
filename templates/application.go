package templates

// Application is one application as those who decide it see it: what the company
// says, the scores, the decision.
type Application struct {
	Page
	Base       string // the start of this page's addresses
	Company    string
	Lead       string
	State      Pill
	Clock      *Pill
	Version    int64
	PartnerAt  string // the partner's page once it is let in, "" before
	Facts      []Fact
	Said       string // what the applicant wrote
	SaidBefore string // and had written before a correction
	Warnings   []string
	Asked      string // the question that waits for an answer, "" for none
	Answer     string // the applicant's last answer

	Scores   bool // it can still be scored
	Criteria []CriterionField
	Rating   Form
	Rated    bool // the actor has scored it

	Score   *ScoreBoard // nil before the first rating
	Decides bool
	Staff   []Option // who can be the specialist
	Approve Form
	Ask     Form
	Decline Form
	Steps   []Step
}

// Name is the page's file.
func (Application) Name() string { return "application" }

// CriterionField is one criterion of the rubric with the control that scores it.
type CriterionField struct {
	Key     string
	Label   string
	Weight  string
	Measure string
	Scale   []int
	Value   string // the score chosen, "" for none
	Problem string
	Levels  []LevelLine
}

// Chosen reports whether a score of the scale is the one given.
func (c CriterionField) Chosen(n int) bool { return c.Value == smallNumber(n) }

// smallNumber is a score as a form sends it.
func smallNumber(n int) string {
	const digits = "0123456789"
	if n < 10 && n >= 0 {
		return digits[n : n+1]
	}
	return "10"
}

// LevelLine is what a range of scores means.
type LevelLine struct {
	Range string // "3–4"
	Width int    // how many scores it covers
	Text  string
	Mine  bool
}

// ScoreBoard is what all raters together think.
type ScoreBoard struct {
	Text       string // "6.62"
	Raters     int
	Place      int
	Of         int
	Percentile int
	Top        bool
	Rows       []ScoreRow
	Notes      []RaterNote
}

// ScoreRow is one criterion over all raters.
type ScoreRow struct {
	Bar
	By       string // "Lena Ortiz 6, Tom Brandt 8"
	Disagree bool
}

// RaterNote is what a rater wrote.
type RaterNote struct {
	By   string
	When string
	Text string
}
