package extract

import (
	"strings"
	"testing"

	"kg/nlp"
)

// timeDocument makes a document of sentences a line each. Words stand apart as
// Universal Dependencies splits them; "met_VBD" gives a word its tag. An
// auxiliary (MD, or a tag with a final "+") depends on the next verb, an
// infinitive after "to" on the verb before, all else on the nearest verb before
// it, or after it where none is before.
func timeDocument(text string) *nlp.Document {
	d := &nlp.Document{}
	for n, line := range strings.Split(text, "\n") {
		first := len(d.Tokens)
		for _, word := range strings.Fields(line) {
			form, tag := word, ""
			if i := strings.LastIndexByte(word, '_'); i > 0 {
				form, tag = word[:i], word[i+1:]
			}
			d.Tokens = append(d.Tokens, nlp.Token{Form: form, Lemma: lemmas[form], XPOS: tag, Head: -1, UPOS: uposOf(form, tag)})
		}
		d.Sentences = append(d.Sentences, nlp.Sentence{First: first, Last: len(d.Tokens), Paragraph: n})
		attach(d, first)
	}
	return d
}

var lemmas = map[string]string{"agreed": "agree", "says": "say", "expected": "expect", "planned": "plan", "slated": "slate"}

func uposOf(form, tag string) nlp.UPOS {
	switch {
	case tag == "MD", strings.HasSuffix(tag, "+"):
		return nlp.AUX
	case strings.HasPrefix(tag, "VB"):
		return nlp.VERB
	case tag == "JJ":
		return nlp.ADJ
	case tag == "NN", tag == "NNS":
		return nlp.NOUN
	case tag == "NNP":
		return nlp.PROPN
	case len(form) == 1 && strings.ContainsAny(form, ".,;:()-–"):
		return nlp.PUNCT
	}
	return nlp.NoPOS
}

func attach(d *nlp.Document, first int) {
	verb := -1
	for i := first; i < len(d.Tokens); i++ {
		t := &d.Tokens[i]
		if mainVerb(t) {
			t.Head = verb
			verb = i
			continue
		}
		t.Head = verb
		if t.UPOS == nlp.AUX || verb < 0 {
			for j := i + 1; j < len(d.Tokens); j++ {
				if mainVerb(&d.Tokens[j]) {
					t.Head = j
					break
				}
			}
		}
		if t.UPOS == nlp.AUX {
			t.XPOS, t.Deprel = strings.TrimSuffix(t.XPOS, "+"), "aux"
		}
	}
}

func mainVerb(t *nlp.Token) bool {
	return t.UPOS == nlp.VERB || t.UPOS == nlp.ADJ
}

const published = "2015-10-22" // a Thursday

var timeCases = []struct{ text, want string }{
	// weekdays, by the tense of their verb
	{"Putin met_VBD Assad on Tuesday", "on Tuesday=2015-10-20"},
	{"Putin met_VBD Assad on Thursday", "on Thursday=2015-10-22"},
	{"Putin met_VBD Assad on Friday", "on Friday=2015-10-16"},
	{"They will_MD meet_VB on Friday", "on Friday=2015-10-23"},
	{"They will_MD meet_VB on Tuesday", "on Tuesday=2015-10-27"},
	{"They would_MD meet_VB on Monday", "on Monday=2015-10-26"},
	{"They are_VBP+ slated_VBN to hold_VB talks on Friday", "on Friday=2015-10-23"},
	{"They are_VBP+ expected_VBN to arrive_VB Saturday", "Saturday=2015-10-24"},
	{"They agreed_VBD on Monday to meet_VB on Wednesday", "on Monday=2015-10-19; on Wednesday=2015-10-28"},
	{"They managed_VBD to escape_VB on Wednesday", "on Wednesday=2015-10-21"},
	{"Turkey to hold_VB talks on Friday", "on Friday=2015-10-23"},
	{"The talks begin_VBP on Saturday", "on Saturday=2015-10-24"},
	{"Putin says_VBZ on Tuesday", "on Tuesday=2015-10-20"},
	{"The ministers are_VBP+ meeting_VBG on Friday", "on Friday=2015-10-23"},
	{"The ministers were_VBD+ meeting_VBG on Friday", "on Friday=2015-10-16"},
	{"He may_MD have_VB+ died_VBN on Sunday", "on Sunday=2015-10-18"},
	{"They have_VBP+ been_VBN+ fighting_VBG since Friday", "since Friday=2015-10-16/.."},
	{"Friday 's attack killed_VBD ten", "Friday=2015-10-16"},
	{"Friday 's vote will_MD decide_VB it", "Friday=2015-10-23"},
	{"He won_VBD in Friday 's vote", "Friday=2015-10-16"},
	{"It had_VBD+ agreed_VBN to that in December", "in December=2014-12"},
	{"It had_VBD+ planned_VBN to fly_VB in September", "in September=2015-09"},
	{"It was_VBD+ planned_VBN to fly_VB in September", "in September=2016-09"},
	{"They fought_VBD until the last hours before it", "until the last hours="},
	{"The vote is_VBZ+ due_JJ on Sunday", "on Sunday=2015-10-25"},
	{"He left_VBD Monday morning", "Monday morning=2015-10-19"},
	{"He left_VBD on Monday night", "on Monday night=2015-10-19"},
	{"He left_VBD late on Monday", "late on Monday=2015-10-19"},
	{"It began_VBD early Tuesday", "early Tuesday=2015-10-20"},
	{"It began_VBD earlier on Thursday", "earlier on Thursday=2015-10-22"},
	{"It began_VBD last Thursday", "last Thursday=2015-10-15"},
	{"It begins_VBZ next Thursday", "next Thursday=2015-10-29"},
	{"They will_MD vote_VB this Sunday", "this Sunday=2015-10-25"},
	{"They voted_VBD this Monday", "this Monday=2015-10-19"},
	{"They voted_VBD on Monday last week", "on Monday last week=2015-10-12"},
	{"They will_MD leave_VB by Friday", "by Friday=../2015-10-23"},
	{"They will_MD stay_VB until Monday", "until Monday=../2015-10-26"},
	{"They met_VBD on Tuesday , October 20 , 2015 , in Sochi", "on Tuesday , October 20 , 2015=2015-10-20"},
	{"They met_VBD on Tuesday , 20 October", "on Tuesday , 20 October=2015-10-20"},
	{"They will_MD meet_VB on Monday 19 December", "on Monday 19 December=2016-12-19"},
	{"They met_VBD on Friday 19 December", "on Friday 19 December=2014-12-19"},
	{"They met_VBD on Friday , 20 October 2015", "on Friday , 20 October 2015=2015-10-20"},
	{"They talked_VBD from Monday to Wednesday", "from Monday to Wednesday=2015-10-19/2015-10-21"},
	{"They march_VBP every Friday", "every Friday="},
	{"They met_VBD on Thurs. in Sochi", "on Thurs.=2015-10-22"},

	// days told from the article's
	{"He left_VBD yesterday", "yesterday=2015-10-21"},
	{"He left_VBD yesterday evening", "yesterday evening=2015-10-21"},
	{"He leaves_VBZ tomorrow", "tomorrow=2015-10-23"},
	{"They meet_VBP today", "today=2015-10-22"},
	{"They met_VBD this morning", "this morning=2015-10-22"},
	{"It fell_VBD last night", "last night=2015-10-21"},
	{"It was_VBD+ shelled_VBN overnight", "overnight=2015-10-21/2015-10-22"},
	{"He died_VBD three days ago", "three days ago=2015-10-19"},
	{"He died_VBD the day before yesterday", "the day before yesterday=2015-10-20"},
	{"He goes_VBZ the day after tomorrow", "the day after tomorrow=2015-10-24"},
	{"It took_VBD two days", ""},
	{"He died_VBD a few days ago", "a few days ago="},
	{"It will_MD end_VB in two days", "in two days=2015-10-24"},
	{"They took_VBD it in two days", "in two days="},
	{"They will_MD leave_VB within 48 hours", "within 48 hours=2015-10-22/2015-10-24"},

	// weeks, months, years told from the article's
	{"They met_VBD last week", "last week=2015-10-12/2015-10-18"},
	{"They met_VBD this week", "this week=2015-10-19/2015-10-25"},
	{"They meet_VBP next week", "next week=2015-10-26/2015-11-01"},
	{"They met_VBD earlier this week", "earlier this week=2015-10-19/2015-10-22"},
	{"They will_MD meet_VB later this week", "later this week=2015-10-22/2015-10-25"},
	{"He came_VBD over the weekend", "over the weekend=2015-10-17/2015-10-18"},
	{"He came_VBD last weekend", "last weekend=2015-10-17/2015-10-18"},
	{"He comes_VBZ next weekend", "next weekend=2015-10-31/2015-11-01"},
	{"They met_VBD last month", "last month=2015-09"},
	{"They will_MD meet_VB next month", "next month=2015-11"},
	{"They met_VBD earlier this month", "earlier this month=2015-10-01/2015-10-22"},
	{"They met_VBD this year", "this year=2015"},
	{"They met_VBD earlier this year", "earlier this year=2015-01/2015-10"},
	{"Ten died_VBD so far this year", "so far this year=2015-01/2015-10"},
	{"They will_MD meet_VB later this year", "later this year=2015-10/2015-12"},
	{"It fell_VBD last year", "last year=2014"},
	{"It fell_VBD last summer", "last summer=2015-22"},
	{"It fell_VBD last winter", "last winter=2014-24"},
	{"It opens_VBZ next spring", "next spring=2016-21"},
	{"It fell_VBD in the summer of 2014", "in the summer of 2014=2014-22"},
	{"It will_MD end_VB by the end of the year", "by the end of the year=../2015"},
	{"It will_MD end_VB by the end of this month", "by the end of this month=../2015-10"},
	{"It will_MD end_VB by the end of March", "by the end of March=../2016-03"},
	{"It died_VBD two weeks ago", "two weeks ago=2015-10-08~"},
	{"It died_VBD three months ago", "three months ago=2015-07"},
	{"It died_VBD five years ago", "five years ago=2010"},
	{"It died_VBD a decade ago", "a decade ago=2005~"},

	// windows
	{"It struck_VBD 72 targets over the past 24 hours", "over the past 24 hours=2015-10-21/2015-10-22"},
	{"It fell_VBD over the past week", "over the past week=2015-10-15/2015-10-22"},
	{"It fell_VBD in the last two weeks", "in the last two weeks=2015-10-08/2015-10-22"},
	{"It fell_VBD over the last three months", "over the last three months=2015-07/2015-10"},
	{"It fell_VBD over the past five years", "over the past five years=2010/2015"},
	{"It fell_VBD in the past year", "in the past year=2014-10/2015-10"},
	{"It fell_VBD over the last year", "over the last year=2014-10/2015-10"},
	{"It fell_VBD in recent weeks", "in recent weeks=/2015-10-22"},
	{"It fell_VBD in the past few days", "in the past few days=/2015-10-22"},
	{"It will_MD fall_VB in the coming days", "in the coming days=2015-10-22/"},
	{"It will_MD fall_VB in the next three months", "in the next three months=2015-10/2016-01"},
	{"The talks last_VBP two days", ""},

	// dates
	{"He began_VBD on 30 September", "on 30 September=2015-09-30"},
	{"He began_VBD on September 30", "on September 30=2015-09-30"},
	{"He began_VBD on September 30th , 2014", "on September 30th , 2014=2014-09-30"},
	{"He began_VBD on Sept. 30", "on Sept. 30=2015-09-30"},
	{"He began_VBD on Sept . 30", "on Sept . 30=2015-09-30"},
	{"He began_VBD on the 30th of September 2014", "on the 30th of September 2014=2014-09-30"},
	{"He began_VBD on 12 December", "on 12 December=2014-12-12"},
	{"He will_MD begin_VB on 12 January", "on 12 January=2016-01-12"},
	{"the 5 November vote", "the 5 November=2015-11-05"},
	{"He came_VBD on 2015-09-30", "on 2015-09-30=2015-09-30"},
	{"He came_VBD on 30/09/2015", "on 30/09/2015=2015-09-30"},
	{"He came_VBD on 09/08/2015", ""},
	{"He came_VBD on 31 February 2015", "on 31 February 2015="},
	{"He stayed_VBD from 10 to 12 October", "from 10 to 12 October=2015-10-10/2015-10-12"},
	{"He stayed_VBD on October 10 - 12 , 2014", "on October 10 - 12 , 2014=2014-10-10/2014-10-12"},
	{"He stayed_VBD between 3 and 9 May 2014", "between 3 and 9 May 2014=2014-05-03/2014-05-09"},
	{"He came_VBD on the morning of 5 October", "on the morning of 5 October=2015-10-05"},
	{"It fell_VBD at dawn on Monday", "at dawn on Monday=2015-10-19"},
	{"It fell_VBD at dawn", "at dawn="},

	// months and years
	{"It began_VBD in March", "in March=2015-03"},
	{"It began_VBD in November", "in November=2014-11"},
	{"It will_MD begin_VB in March", "in March=2016-03"},
	{"It began_VBD in March 2011", "in March 2011=2011-03"},
	{"It began_VBD in March last year", "in March last year=2014-03"},
	{"It began_VBD last March", "last March=2015-03"},
	{"It will_MD begin_VB next March", "next March=2016-03"},
	{"It began_VBD in late September", "in late September=2015-09"},
	{"It began_VBD in mid - September", "in mid - September=2015-09"},
	{"It lasted_VBD from May to June", "from May to June=2015-05/2015-06"},
	{"It lasted_VBD between November and February", "between November and February=2014-11/2015-02"},
	{"It began_VBD in 2011", "in 2011=2011"},
	{"It went_VBD on since 2011", "since 2011=2011/.."},
	{"It went_VBD on since early 2011", "since early 2011=2011/.."},
	{"It lasted_VBD between 2011 and 2014", "between 2011 and 2014=2011/2014"},
	{"It lasted_VBD from 2011 to 2014", "from 2011 to 2014=2011/2014"},
	{"It lasted_VBD in 2011 - 2014", "in 2011 - 2014=2011/2014"},
	{"It was_VBD before 2011", "before 2011=../2011"},
	{"the 2014 election", "the 2014=2014"},
	{"It sold_VBD in 2000 cases_NNS", ""},
	{"It killed_VBD 2000 people_NNS", ""},
	{"It began_VBD in the 1990s", "in the 1990s=199X"},
	{"It began_VBD in the early 1990s", "in the early 1990s=199X"},
	{"It began_VBD in the 19th century", "in the 19th century=18XX"},
	{"It rose_VBD in Q3 2014", "in Q3 2014=2014-35"},
	{"It rose_VBD in the third quarter", "in the third quarter=2015-35"},
	{"It rose_VBD in the fourth quarter", "in the fourth quarter=2015-36"},
	{"It rose_VBD in the first half of 2014", "in the first half of 2014=2014-01/2014-06"},
	{"It rose_VBD in the year 1987", "in the year 1987=1987"},

	// told from the time last named
	{"It began_VBD on 30 September and ended_VBD two days later", "on 30 September=2015-09-30; two days later=2015-10-02"},
	{"It began_VBD on 30 September\nIt ended_VBD the following day .", "on 30 September=2015-09-30; the following day=2015-10-01"},
	{"It began_VBD in March 2011\nA year later it ended_VBD .", "in March 2011=2011-03; A year later=2012"},
	{"It fell_VBD on Monday\nThe same day he left_VBD .", "on Monday=2015-10-19; The same day=2015-10-19"},
	{"It ended_VBD two days later", "two days later="},
	{"He came_VBD days after Assad left_VBD", ""},
	{"It began_VBD in 2011\nThat year he left_VBD", "in 2011=2011; That year=2011"},
	{"It fell_VBD in June 2014\nThe previous month he left_VBD", "in June 2014=2014-06; The previous month=2014-05"},

	// no times
	{"Theresa_NNP May_NNP resigned_VBD", ""},
	{"It may_MD begin_VB soon", ""},
	{"They march_VBP on Rome", ""},
	{"a two - day visit", ""},
	{"a 24 - hour strike", ""},
	{"The second man_NN left_VBD", ""},
	{"It stayed_VBD for two weeks", "for two weeks="},
	{"We will_MD try_VB to implement_VB it", ""},
	{"", ""},
}

func readTimes(c *calendar, d *nlp.Document) string {
	var found []string
	for _, s := range d.Sentences {
		for _, e := range c.times(d, s) {
			var words []string
			for _, t := range d.Tokens[e.First:e.Last] {
				words = append(words, t.Form)
			}
			found = append(found, strings.Join(words, " ")+"="+e.Value)
		}
	}
	return strings.Join(found, "; ")
}

func TestTimes(t *testing.T) {
	c := newCalendar(published)
	for _, test := range timeCases {
		if got := readTimes(c, timeDocument(test.text)); got != test.want {
			t.Errorf("%q\n got %q\nwant %q", test.text, got, test.want)
		}
	}
}

func TestTimesWithoutDate(t *testing.T) {
	tests := []struct{ text, want string }{
		{"Putin met_VBD Assad on Tuesday", "on Tuesday="},
		{"He left_VBD yesterday", "yesterday="},
		{"They met_VBD last week", "last week="},
		{"It fell_VBD over the past 24 hours", "over the past 24 hours="},
		{"It fell_VBD in recent weeks", "in recent weeks="},
		{"He began_VBD on 30 September", "on 30 September="},
		{"He began_VBD in September", "in September="},
		{"He began_VBD on 30 September 2015", "on 30 September 2015=2015-09-30"},
		{"It fell_VBD in March last year", "in March last year="},
		{"It fell_VBD last summer", "last summer="},
		{"It rose_VBD in the third quarter", "in the third quarter="},
		{"It went_VBD on since 2011", "since 2011=2011/.."},
		{"He died_VBD five years ago", "five years ago="},
		{"It began_VBD in March 2011\nA year later it ended_VBD .", "in March 2011=2011-03; A year later=2012"},
	}
	c := newCalendar("")
	for _, test := range tests {
		if got := readTimes(c, timeDocument(test.text)); got != test.want {
			t.Errorf("%q\n got %q\nwant %q", test.text, got, test.want)
		}
	}
}

func TestTimesOfCoarseDate(t *testing.T) {
	tests := []struct{ published, text, want string }{
		{"2015", "He died_VBD five years ago", "five years ago=2010"},
		{"2015", "He died_VBD last month", "last month="},
		{"2015-10", "He died_VBD last month", "last month=2015-09"},
		{"2015-10", "He died_VBD on Monday", "on Monday="},
		{"2015-10-22T23:30:00-05:00", "He died_VBD today", "today=2015-10-22"},
		{"22 October", "He died_VBD today", "today="},
	}
	for _, test := range tests {
		if got := readTimes(newCalendar(test.published), timeDocument(test.text)); got != test.want {
			t.Errorf("%s: %q\n got %q\nwant %q", test.published, test.text, got, test.want)
		}
	}
}

func TestTimeTables(t *testing.T) {
	if _, err := readTimeWords(timeTable); err != nil {
		t.Error(err)
	}
	if _, err := readTimeVerbs(timeVerbTable); err != nil {
		t.Error(err)
	}
	for _, bad := range []string{"may\tmonth", "may\tmoon\t5", "may\tmonth\tfive", "may\tmonth\t5\nmay\tmonth\t5"} {
		if _, err := readTimeWords(bad); err == nil || !strings.HasPrefix(err.Error(), "line ") {
			t.Errorf("%q: error %v names no line", bad, err)
		}
	}
}

func FuzzTimes(f *testing.F) {
	for _, test := range timeCases {
		f.Add(test.text, published)
	}
	f.Fuzz(func(t *testing.T, text, published string) {
		d := timeDocument(text)
		c := newCalendar(published)
		for _, s := range d.Sentences {
			at := s.First
			for _, e := range c.times(d, s) {
				if e.First < at || e.Last <= e.First || e.Last > s.Last || e.Head < e.First || e.Head >= e.Last {
					t.Fatalf("%q: expression %+v lies outside [%d, %d)", text, e, at, s.Last)
				}
				at = e.Last
			}
		}
	})
}

func BenchmarkTimes(b *testing.B) {
	d := timeDocument("Russia 's defence ministry said_VBD Thursday it had_VBD+ struck_VBN 72 targets in Syria over the past 24 hours , claiming_VBG to have_VB+ destroyed_VBN the capability of the main militant groups operating_VBG in the country .")
	c := newCalendar(published)
	b.ReportAllocs()
	for b.Loop() {
		c.times(d, d.Sentences[0])
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(d.Tokens)), "ns/token")
}
