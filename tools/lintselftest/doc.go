// Package lintselftest proves that the lint configuration bites. Its test builds a skeleton of the repository in
// a temporary folder, plants every import that the design's table forbids (and a few other sins) into it, one a
// file, runs the linter once and expects each planted file to be reported by the right rule, and nothing else.
//
// A rule guards the folders that exist: the test reads them from the repository, so a new service, projection or
// adapter is covered on the day it is made, and one in a place that no rule knows is noticed.
package lintselftest
