package postgres

import (
	"sync"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// maxCachedKeys bounds the cache; when it is full it starts anew.
const maxCachedKeys = 10_000

// keyCache remembers keys for a short time.
type keyCache struct {
	ttl  time.Duration
	mu   sync.Mutex
	keys map[string]cachedKey
}

type cachedKey struct {
	key   eventstore.PersonKey
	until time.Time
}

func newKeyCache(ttl time.Duration) *keyCache {
	return &keyCache{ttl: ttl, keys: map[string]cachedKey{}}
}

// get returns the keys that are known, and the persons whose are not.
func (c *keyCache) get(persons []string) (keys map[string]eventstore.PersonKey, missing []string) {
	now := time.Now()
	keys = make(map[string]eventstore.PersonKey, len(persons))
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, person := range persons {
		if cached, ok := c.keys[person]; ok && now.Before(cached.until) {
			keys[person] = cached.key
		} else {
			missing = append(missing, person)
		}
	}
	return keys, missing
}

// put remembers keys as of the moment when the database was asked.
func (c *keyCache) put(persons []string, keys map[string]eventstore.PersonKey, asked time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.keys)+len(persons) > maxCachedKeys {
		clear(c.keys)
	}
	for _, person := range persons {
		if key, ok := keys[person]; ok {
			c.keys[person] = cachedKey{key, asked.Add(c.ttl)}
		}
	}
}

func (c *keyCache) forget(person string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.keys, person)
}
