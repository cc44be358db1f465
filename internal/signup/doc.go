// Package signup lets people register themselves: an address is said on a page, a
// letter with a link goes there, and behind the link somebody says their name. Until
// then nothing is kept of them but the letter's job, which holds the address sealed;
// the link carries it, sealed as well. See docs/adr/0029.
package signup
