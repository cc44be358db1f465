package demo

import "github.com/sensasiwangi/sambatan/internal/id"

// namespace is what every id of the demo data is derived in, so that each thing
// has the same id on every machine.
var namespace = id.MustParse("5d3e0a52-7a53-5c0b-9d0e-6b1a3f0f8c71")

func derive(kind, key string) id.ID { return id.Derive(namespace, kind+":"+key) }

// UserID names a demo user, as "dinar".
func UserID(key string) id.ID { return derive("user", key) }

// BrandID names a demo brand, as "rumah-wening".
func BrandID(key string) id.ID { return derive("brand", key) }

// ProductID names a demo product, as "wening-subuh".
func ProductID(key string) id.ID { return derive("product", key) }

// CampaignID names a demo campaign, as "wening-subuh-4".
func CampaignID(key string) id.ID { return derive("campaign", key) }

// ParticipationID names what a demo user has in a demo campaign.
func ParticipationID(campaign, user string) id.ID { return derive("participation", campaign+"/"+user) }
