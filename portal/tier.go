package portal

// Tier is a partner's standing, from 1 (best) to 4 as the program numbers them.
type Tier string

const (
	Elite        Tier = "elite"
	High         Tier = "high"
	Core         Tier = "core"
	Experimental Tier = "experimental"
)

// Tiers are all tiers, best first.
var Tiers = []Tier{Elite, High, Core, Experimental}

// Number is 1 for Elite to 4 for Experimental, 0 for anything else.
func (t Tier) Number() int {
	for i, tier := range Tiers {
		if tier == t {
			return i + 1
		}
	}
	return 0
}

// Valid reports whether the tier is one of the four.
func (t Tier) Valid() bool { return t.Number() > 0 }

// Label is the tier as people read it: "Tier 2 High".
func (t Tier) Label() string {
	switch t {
	case Elite:
		return "Tier 1 Elite"
	case High:
		return "Tier 2 High"
	case Core:
		return "Tier 3 Core"
	case Experimental:
		return "Tier 4 Experimental"
	}
	return string(t)
}

// Name is the tier's word alone: "High".
func (t Tier) Name() string {
	switch t {
	case Elite:
		return "Elite"
	case High:
		return "High"
	case Core:
		return "Core"
	case Experimental:
		return "Experimental"
	}
	return string(t)
}
