// Command gorilla is an anchor for the fan-out figures: the well-known gorilla/websocket hub (one goroutine that
// broadcasts over channels, one that writes for each client), speaking as much of /api/v1/ws as the generator needs.
// It stores nothing and checks nobody.
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"

	"github.com/gorilla/websocket"
)

const queued = 256

type client struct {
	conn *websocket.Conn
	send chan []byte
}

type said struct {
	by      *client
	request request
}

type request struct {
	Ref     string `json:"ref"`
	Content string `json:"content"`
}

type author struct {
	ID          int64  `json:"id"`
	Username    string `json:"username"`
	DisplayName string `json:"display_name"`
}

type message struct {
	ID        string            `json:"id"`
	Room      int64             `json:"room"`
	Seq       int64             `json:"seq"`
	Rev       int64             `json:"rev"`
	Author    author            `json:"author"`
	Content   string            `json:"content"`
	Lang      *string           `json:"lang"`
	Files     []string          `json:"files"`
	ReplyTo   *int64            `json:"reply_to"`
	Reactions map[string]string `json:"reactions"`
	SentAt    string            `json:"sent_at"`
	ClientID  string            `json:"client_id"`
}

type frame struct {
	Type    string  `json:"type"`
	Ref     string  `json:"ref,omitempty"`
	Room    int64   `json:"room,omitempty"`
	Message message `json:"message"`
}

type hub struct {
	join, leave chan *client
	said        chan said
	clients     map[*client]struct{}
	seq         int64
}

func (h *hub) run() {
	for {
		select {
		case c := <-h.join:
			h.clients[c] = struct{}{}
			c.send <- []byte(fmt.Sprintf(`{"type":"hello","rooms":[{"id":1,"last_seq":%d,"last_rev":%d}]}`, h.seq, h.seq))
		case c := <-h.leave:
			h.drop(c)
		case s := <-h.said:
			h.broadcast(s)
		}
	}
}

func (h *hub) broadcast(s said) {
	h.seq++
	m := message{
		ID: fmt.Sprintf("1-%d", h.seq), Room: 1, Seq: h.seq, Rev: h.seq,
		Author:  author{2, "bench-gorilla-0", "bench-gorilla-0"},
		Content: s.request.Content, Files: []string{}, Reactions: map[string]string{},
		SentAt: "2026-01-01T00:00:00.000Z", ClientID: fmt.Sprintf("b1-%d", h.seq),
	}
	h.offer(s.by, encoded(frame{Type: "ok", Ref: s.request.Ref, Message: m}))
	event := encoded(frame{Type: "message", Room: 1, Message: m})
	for c := range h.clients {
		h.offer(c, event)
	}
}

func (h *hub) offer(c *client, b []byte) {
	if _, there := h.clients[c]; !there {
		return
	}
	select {
	case c.send <- b:
	default:
		h.drop(c)
	}
}

func (h *hub) drop(c *client) {
	if _, there := h.clients[c]; there {
		delete(h.clients, c)
		close(c.send)
	}
}

func encoded(f frame) []byte {
	b, err := json.Marshal(f)
	if err != nil {
		log.Fatal(err)
	}
	return b
}

func (c *client) write() {
	defer c.conn.Close()
	for b := range c.send {
		if c.conn.WriteMessage(websocket.TextMessage, b) != nil {
			return
		}
	}
}

func (c *client) read(h *hub) {
	defer func() { h.leave <- c }()
	for {
		var r request
		if c.conn.ReadJSON(&r) != nil {
			return
		}
		h.said <- said{c, r}
	}
}

func main() {
	h := &hub{make(chan *client), make(chan *client), make(chan said), map[*client]struct{}{}, 0}
	go h.run()
	upgrader := websocket.Upgrader{ReadBufferSize: 1024, WriteBufferSize: 1024, Subprotocols: []string{"parley.v1"}}
	http.HandleFunc("/api/v1/ws", func(w http.ResponseWriter, r *http.Request) {
		conn, err := upgrader.Upgrade(w, r, nil)
		if err != nil {
			return
		}
		c := &client{conn, make(chan []byte, queued)}
		h.join <- c
		go c.write()
		go c.read(h)
	})
	listener, err := net.Listen("tcp", net.JoinHostPort("localhost", os.Args[1]))
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(http.Serve(listener, nil))
}
