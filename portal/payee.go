package portal

import "fmt"

// Payee is what decides whether a partner can be paid.
type Payee struct {
	Partner         PartnerID
	Name            string
	AcceptedTerms   bool
	PayoutDetails   bool   // in use
	DetailsFrom     Date   // when the first ones are, "" unless they wait
	TaxMissing      string // what the tax rules ask for and nobody gave, in a sentence; "" for nothing
	VerifiedAddress bool
	Frozen          bool  // finance looks into something
	Minimum         Money // applies in its own currency only
}

// Obstacle is what stands between a partner and its money; it tells who can mend it.
type Obstacle string

const (
	ObstacleFrozen   Obstacle = "frozen"       // finance releases it
	ObstacleTerms    Obstacle = "terms"        // the partner accepts them
	ObstacleWait     Obstacle = "details_wait" // the clock
	ObstacleDetails  Obstacle = "details"      // the partner gives them
	ObstacleTax      Obstacle = "tax"          // the partner gives it
	ObstacleAddress  Obstacle = "address"      // the partner confirms it
	ObstacleNegative Obstacle = "negative"     // commission to come
	ObstacleEven     Obstacle = "even"         // nothing is owed
	ObstacleMinimum  Obstacle = "minimum"      // commission to come
)

// Blocked is the one reason in a sentence why the partner cannot be paid a
// total, or "" when it can.
func (p Payee) Blocked(total Money) string {
	_, reason := p.Obstacle(total)
	return reason
}

// Obstacle is the first thing that keeps the partner from being paid a total, and the
// reason in a sentence; both are "" when it can be paid.
func (p Payee) Obstacle(total Money) (Obstacle, string) {
	switch {
	case p.Frozen:
		return ObstacleFrozen, "Payouts rest while we check something; nothing of it is lost."
	case !p.AcceptedTerms:
		return ObstacleTerms, "The terms are not accepted yet."
	case !p.PayoutDetails && p.DetailsFrom != "":
		return ObstacleWait, "The payout details are new and are used from " + p.DetailsFrom.Long() + "."
	case !p.PayoutDetails:
		return ObstacleDetails, "There are no payout details yet."
	case p.TaxMissing != "":
		return ObstacleTax, p.TaxMissing
	case !p.VerifiedAddress:
		return ObstacleAddress, "The email address is not verified yet."
	case total.Minor < 0:
		return ObstacleNegative, fmt.Sprintf("More was taken back than is payable: %s is carried to the next payout.", total)
	case total.Minor == 0:
		return ObstacleEven, "What is payable and what was taken back even out; there is nothing to pay."
	case total.Currency == p.Minimum.Currency && total.Minor < p.Minimum.Minor:
		return ObstacleMinimum, fmt.Sprintf("%s is below the minimum of %s and is carried to the next payout.", total, p.Minimum)
	}
	return "", ""
}

// LeftOut is a partner with payable money that a batch does not pay, and the one reason why.
type LeftOut struct {
	Partner  PartnerID `json:"partner"`
	Name     string    `json:"name"`
	Total    Money     `json:"total"`
	Obstacle Obstacle  `json:"obstacle,omitempty"` // "" where another batch was first
	Reason   string    `json:"reason"`
}
