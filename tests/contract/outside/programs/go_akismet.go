// Debian's golang-github-adtac-go-akismet-dev. It knows no other host than rest.akismet.com, cannot verify a key, and
// takes its verdict for spam when there is none.
package main

import (
	"encoding/json"
	"os"

	"github.com/adtac/go-akismet/akismet"
)

func comment(content string) akismet.Comment {
	return akismet.Comment{
		Blog:           os.Getenv("CLIENT_BLOG"),
		UserIP:         "192.0.2.1",
		UserAgent:      "Mozilla/5.0",
		CommentAuthor:  "Una Marsh",
		CommentContent: content,
	}
}

func check(c akismet.Comment, key string) interface{} {
	isSpam, err := akismet.Check(&c, key)
	if err != nil {
		return "error: " + err.Error()
	}
	return isSpam
}

func main() {
	key, otherKey := os.Getenv("CLIENT_KEY"), os.Getenv("CLIENT_BAD_KEY")
	ham := comment(os.Getenv("CLIENT_HAM"))
	guaranteed := ham
	guaranteed.CommentAuthor = "akismet-guaranteed-spam"
	administrator := guaranteed
	administrator.UserRole = "administrator"
	nobody := ham
	nobody.UserIP = ""
	results := map[string]interface{}{
		"ham":              check(ham, key),
		"spam":             check(comment(os.Getenv("CLIENT_SPAM")), key),
		"guaranteed_spam":  check(guaranteed, key),
		"administrator":    check(administrator, key),
		"no_address":       check(nobody, key),
		"other_key_checks": check(ham, otherKey),
		"submit_spam":      akismet.SubmitSpam(&ham, key) == nil,
	}
	results["after_submit_spam"] = check(ham, key)
	results["submit_ham"] = akismet.SubmitHam(&ham, key) == nil
	results["after_submit_ham"] = check(ham, key)
	json.NewEncoder(os.Stdout).Encode(results)
}
