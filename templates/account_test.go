package templates

import "tandem/portal"

// accountExamples are filled views of the pages about signing in and accounts.
func accountExamples(page Page) []View {
	out := page
	out.User, out.Nav = User{}, nil
	failed := func(fields ...string) Form {
		problems := portal.Problems{}
		for _, field := range fields {
			problems.Add(field, "Something is wrong with this.")
		}
		return Failed(map[string][]string{"email": {"ana@x.com"}}, problems.Err().(*portal.Error))
	}
	roles := []Option{{Value: "manager", Label: "Partner manager"}, {Value: "finance", Label: "Finance", Hint: "Moves money."}}
	at := portal.Instant("2026-03-11T10:00:00.000Z")
	person := Person{ID: "u2", Name: "Bo Ek", Email: "bo@x.com", Roles: "Finance", State: Pill{Kind: "ok", Text: "Active"}, Factor: true, Seen: at}
	return []View{
		SignIn{Page: out, Next: "/referrals", Accounts: []DemoAccount{{Role: "Finance", Email: "fay@x.com", Password: "p"}}},
		SignIn{Page: out, Form: failed("email", "password")},
		SignInCode{Page: out, Next: "/desk", DemoCode: "123456"},
		SignInCode{Page: out, Form: failed("code")},
		ResetAsk{Page: out},
		ResetAsk{Page: out, Form: failed("email")},
		ResetChoose{Page: out, Email: "ana@x.com", Token: "t"},
		ResetChoose{Page: out, Form: failed("password"), Email: "ana@x.com", Token: "t"},
		InvitationPage{Page: out, Email: "ana@x.com", Company: "Casa Lumen", Roles: "Partner member", Token: "t"},
		InvitationPage{Page: out, Form: failed("name", "password"), Email: "ana@x.com", Token: "t"},
		Notice{Page: out, Heading: "Look at your mail", Lines: []string{"A link is on its way."}, Action: "Sign in", Href: "/signin"},
		Notice{Page: out, Heading: "Done"},
		ConfirmPage{Page: out, Heading: "Confirm", Message: "Sure?", Post: "/account/email/t", Action: "Yes"},
		Account{Page: page, Email: "ana@x.com", NewEmail: "new@x.com", Roles: "Finance", Themes: []Option{{Value: "device", Label: "As the device"}}},
		Account{Page: page, Email: "ana@x.com", Password: failed("old", "password")},
		Sessions{Page: page, Devices: []Device{{ID: "s1", Label: "Firefox on Linux", Address: "203.0.113.7", Since: at, Seen: at, Factor: true, This: true}, {ID: "s2", Label: "Safari on iPhone", Since: at, Seen: at}}},
		Factor{Page: page, Needed: true, Secret: "ABCD EFGH", QR: "data:image/png;base64,AAAA", Next: "/payouts", DemoCode: "123456"},
		Factor{Page: page, Form: failed("code"), QR: "data:image/png;base64,AAAA"},
		Factor{Page: page, On: true, Left: 7},
		Factor{Page: page, On: true, Form: failed("current"), Left: 1},
		Factor{Page: page, On: true, Recovery: []string{"abcd-efgh"}, Next: "/account"},
		Letters{Page: page, Email: "ana@x.com", Topics: []Option{{Value: "referrals", Label: "What becomes of your referrals", Hint: "When it moves on."}, {Value: "payouts", Label: "Payouts"}}, Form: Form{Values: map[string][]string{"topics": {"payouts"}}}},
		Letters{Page: page, Topics: []Option{{Value: "payouts", Label: "Payouts"}}, Form: failed("topics")},
		Letters{Page: page},
		People{
			Page: page, Lead: "Everybody.", Base: "/desk/staff", Manages: true, Roles: roles, Rows: []Person{person, {Name: "You", State: Pill{Kind: "bad", Text: "Suspended"}, Self: true}},
			Invited: []Invited{{ID: "i1", Email: "cy@x.com", Roles: "Finance", Expires: at, Over: true}, {ID: "i2", Email: "di@x.com", Expires: at}},
		},
		People{Page: page, Form: failed("email", "roles"), Roles: roles, Manages: true},
		People{Page: page, Rows: []Person{person}},
		PersonPage{Page: page, Base: "/desk/staff", Person: person, Version: 3, Roles: roles, Steps: []Step{{Text: "Made", Quote: "why", At: at, When: "11 Mar 2026"}}},
		PersonPage{Page: page, Base: "/desk/staff", Person: person, Suspended: true, Form: failed("roles"), Roles: roles},
		PersonPage{Page: page, Base: "/desk/staff", Person: person, Suspend: failed("reason"), Roles: roles},
		SetUp{Page: out, Token: "t", Currencies: []Option{{Value: "EUR", Label: "EUR"}}},
		SetUp{Page: out, Form: failed("name", "logo", "password"), Token: "t"},
		Plain{Page: out, Heading: "Ready", Message: "It is ready.", Action: "Sign in", Href: "/signin"},
		Plain{Page: out, Heading: "Not yet", Message: "Wait."},
		Mailbox{Page: out, Letters: []MailboxLetter{{To: "ana@x.com", Subject: "Hello", At: at, Text: "Text", Link: "/reset/t"}}},
		Mailbox{Page: out},
	}
}
