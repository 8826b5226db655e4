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
	Payable  []Button // of finance: what could be prepared now, by currency
}

// Name is the page's file.
func (Desk) Name() string { return "desk" }
