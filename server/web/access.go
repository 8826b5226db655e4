package web

import (
	"tandem/portal"
	"tandem/portal/program"
)

// access says who may use a route.
type access struct {
	name     string
	session  bool          // somebody is signed in, or may be
	required bool          // somebody must be
	roles    []portal.Role // any of these; empty is anybody who is signed in
	factor   bool          // and staff must have used their second factor
}

var (
	open          = access{name: "open"}                  // no session is looked at: files, health
	public        = access{name: "public", session: true} // anybody, signed in or not
	signedIn      = access{name: "signed in", session: true, required: true}
	partners      = only("partners", portal.PartnerRoles...)
	partnerAdmins = only("partner admins", portal.PartnerAdmin)
	staff         = only("staff", portal.StaffRoles...)
	managers      = only("managers", portal.Manager)
	moneyReaders  = only("money readers", portal.Finance, portal.Manager)
	leadReaders   = only("lead readers", portal.Manager, portal.Finance, portal.Steward)
	leadImporters = only("lead importers", portal.Manager, portal.Steward)
	finance       = only("finance", portal.Finance)
	editors       = only("editors", portal.Editor)
	reminders     = only("editors and managers", portal.Editor, portal.Manager)
	choosers      = only("editors and data stewards", portal.Editor, portal.Steward)
	admins        = only("admins", portal.Admin)
)

// only allows people with any of the roles.
func only(name string, roles ...portal.Role) access {
	return access{name: name, session: true, required: true, roles: roles}
}

// withFactor also asks staff for a second factor: every route that moves money or rights.
func (a access) withFactor() access {
	a.factor = true
	return a
}

// errNeedsFactor sends staff to set up, or to give, their second factor.
var errNeedsFactor = portal.Errorf(portal.Forbidden, "This needs the second step of signing in.")

// check says why a person may not use a route: SignedOut, Forbidden, or errNeedsFactor.
func (a access) check(who program.Who) error {
	switch {
	case !a.required:
		return nil
	case who.Session == "":
		return portal.Errorf(portal.SignedOut, "Sign in to go on.")
	case len(a.roles) > 0 && !who.Can(a.roles...):
		return portal.Errorf(portal.Forbidden, "Your account does not have the right to do this.")
	case a.factor && who.Partner == "" && !who.Factor:
		return errNeedsFactor
	}
	return nil
}
