package slack

import "sync"

const (
	atOnce    = 64    // people served at the same time
	perPerson = 32    // waiting behind each other
	waiting   = 4_096 // of everybody together
)

// lanes keep the order of what one person does and let people overtake each
// other. An idle lane is gone.
type lanes struct {
	slots chan struct{}
	done  sync.WaitGroup
	idle  chan string // lanes for whoever has emptied one: deep stacks are grown once
	over  chan struct{}
	end   func()

	mu      sync.Mutex
	queues  map[string][]func()
	total   int
	resting int
}

func newLanes() *lanes {
	l := &lanes{slots: make(chan struct{}, atOnce), idle: make(chan string), over: make(chan struct{}), queues: map[string][]func(){}}
	l.end = sync.OnceFunc(func() { close(l.over) })
	return l
}

// add queues work behind the same person's; false means that there is no room.
func (l *lanes) add(who string, work func()) bool {
	room, first := l.enter(who, work)
	if first {
		l.hand(who)
	}
	return room
}

// here is add that does the work at once where nothing is before it, for who waits
// for it anyway: nobody has to be woken for it, and nobody when it is done.
func (l *lanes) here(who string, work func()) bool {
	room, first := l.enter(who, work)
	if !first {
		return room
	}
	select {
	case l.slots <- struct{}{}:
	default:
		l.hand(who)
		return room
	}
	defer func() { // also after a panic, which a server of HTTP survives
		<-l.slots
		if l.ends(who) {
			l.done.Done()
		} else {
			l.hand(who)
		}
	}()
	l.next(who)()
	return room
}

// enter queues work; first tells that nobody empties the lane yet.
func (l *lanes) enter(who string, work func()) (room, first bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	queue, busy := l.queues[who]
	if len(queue) >= perPerson || l.total >= waiting {
		return false, false
	}
	l.queues[who] = append(queue, work)
	l.total++
	if !busy {
		l.done.Add(1)
	}
	return true, !busy
}

// hand lets somebody empty a lane.
func (l *lanes) hand(who string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	select {
	case l.idle <- who:
		l.resting--
	default:
		go l.work(who)
	}
}

// work empties one lane after the other, and ends when nobody needs it.
func (l *lanes) work(who string) {
	for {
		l.drain(who)
		l.done.Done()
		if !l.rest() {
			return
		}
		select {
		case who = <-l.idle:
		case <-l.over:
			return
		}
	}
}

// rest tells whether one more may wait for a lane.
func (l *lanes) rest() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.resting >= atOnce {
		return false
	}
	l.resting++
	return true
}

func (l *lanes) drain(who string) {
	for work := l.next(who); work != nil; work = l.next(who) {
		l.slots <- struct{}{}
		work()
		<-l.slots
	}
}

// next takes the oldest piece of work; without any the lane ends.
func (l *lanes) next(who string) func() {
	if l.ends(who) {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	queue := l.queues[who]
	work := queue[0]
	queue[0] = nil
	l.queues[who] = queue[1:]
	l.total--
	return work
}

// ends takes away a lane that is empty. Whoever empties it is the only one to ask.
func (l *lanes) ends(who string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.queues[who]) > 0 {
		return false
	}
	delete(l.queues, who)
	return true
}

// wait returns when everything added has been done; nothing may be added any
// more.
func (l *lanes) wait() {
	l.done.Wait()
	l.end()
}
