package templates

// Desk is the first page of the staff.
type Desk struct {
	Page
	Greeting string
	Lead     string
	Figures  []Figure
	Revenue  Chart
	Queue    []QueueRow // the most urgent
	Waiting  int        // in all
	Pipeline []Bar      // partners by state
	Latest   []Step
}

// Name is the page's file.
func (Desk) Name() string { return "desk" }

// QueueRow is one item of the queue in a list.
type QueueRow struct {
	Title   string
	Detail  string
	Hint    string
	Href    string
	Left    Pill // time left
	Kind    string
	Current bool
}

// QueuePage is the staff's review queue: what waits, least time left first.
type QueuePage struct {
	Page
	Lead string
	Tabs []Tab
	Rows []QueueRow
}

// Name is the page's file.
func (QueuePage) Name() string { return "queue" }

// Tab is one of several views of a page.
type Tab struct {
	Label   string
	Href    string
	Count   int
	Current bool
}
