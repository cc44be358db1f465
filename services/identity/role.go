package identity

import "slices"

// Role is what a user may do.
type Role string

// Roles of the platform.
const (
	Buyer    Role = "buyer"
	Brand    Role = "brand" // brand owner
	Operator Role = "operator"
	Lead     Role = "lead" // leads the operators (L2)
	Curator  Role = "curator"
	Auditor  Role = "auditor"
	Admin    Role = "admin"
)

// Action is something that not everyone may do.
type Action string

// Actions, by who needs them first.
const (
	JoinCampaigns   Action = "join_campaigns"   // join, pay, cancel one's own
	RunCampaigns    Action = "run_campaigns"    // draft, publish, produce, ship for one's own brand
	SeeBoard        Action = "see_board"        // every live campaign, with the money held
	ConfirmMoney    Action = "confirm_money"    // record and match receipts, send refunds
	CancelCampaigns Action = "cancel_campaigns" // call anyone's campaign off
	SeeTrail        Action = "see_trail"        // every event, with its postings
	CurateEntries   Action = "curate_entries"
	ManageUsers     Action = "manage_users"
)

// allowed is the whole table: nobody may do what is not in it.
var allowed = map[Role][]Action{
	Buyer:    {JoinCampaigns},
	Brand:    {RunCampaigns},
	Operator: {SeeBoard, ConfirmMoney},
	Lead:     {SeeBoard, ConfirmMoney, CancelCampaigns, SeeTrail},
	Curator:  {CurateEntries},
	Auditor:  {SeeBoard, SeeTrail},
	Admin:    {SeeBoard, SeeTrail, ManageUsers},
}

// Can tells whether a role allows an action.
func Can(role Role, action Action) bool { return slices.Contains(allowed[role], action) }

// Known tells whether there is such a role.
func (r Role) Known() bool {
	_, known := allowed[r]
	return known
}
