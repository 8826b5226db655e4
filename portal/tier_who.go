package portal

import "fmt"

// Who says who is in a tier, by the program's numbers.
func (s ScorecardPolicy) Who(tier Tier) string {
	switch tier {
	case Elite:
		return fmt.Sprintf("The top %s of active partners, with at least %d on both axes of the scorecard.", s.EliteShare.Percent(), s.EliteAxis)
	case High:
		return fmt.Sprintf("Partners with at least %d on both axes of the scorecard.", s.HighAxis)
	case Core:
		return fmt.Sprintf("Partners whose weighted score is at least %d of 10.", s.CoreScore)
	case Experimental:
		return fmt.Sprintf("Partners in their first %d days, and those below Core.", s.NewDays)
	}
	return ""
}
