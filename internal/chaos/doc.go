// Package chaos plays a market in which everything goes wrong that can go wrong with
// money: buyers pay late, twice, too much, too little and for what was called off,
// change their mind half-way, and name accounts that do not exist; sambatans fail and
// are cancelled; and the payment gateway's sandbox answers late, wrongly or not at
// all. Then it waits until all money has come to rest, and compares the log with the
// gateway's own books, buyer by buyer.
//
// Buyers act through pages, as browsers without JavaScript do, and pay at the
// sandbox. What an operator and makers do is given to the log.
package chaos
