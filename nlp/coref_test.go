package nlp

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// TestCoreference reads short texts written for it: of each pair of words that
// head mentions, "a = b" must be one entity and "a / b" two. Word#2 is the
// second such word.
func TestCoreference(t *testing.T) {
	p := pipeline(t)
	for _, c := range []struct{ name, text, pairs string }{
		{"full name and surname", "Bashar al-Assad flew to Moscow. Assad met the prime minister.", "Bashar = Assad#2"},
		{"title and surname", "Angela Merkel spoke first. Chancellor Merkel was applauded.", "Angela = Merkel#2"},
		{"two surnames", "John Kerry met Sergei Lavrov. Lavrov praised Kerry.", "John = Kerry#2; Sergei = Lavrov#2; John / Sergei"},
		{"country by two names", "The United States objected. The US wants another vote.", "States = US"},
		{"acronym in brackets", "The Karthenian Peace Council (KPC) met on Monday. The KPC chose a new chair.", "Council = KPC#2"},
		{"the leader of a country", "Syrian President Bashar al-Assad visited Sochi. The embattled Syrian leader thanked his hosts.", "Bashar = leader"},
		{"the president", "President Ilena Vash signed the law. The president left the hall at noon.", "Ilena = president"},
		{"a leader is no president", "Opposition leader Ilena Vash won the vote. The president lost.", "Ilena / president"},
		{"two presidents", "The French president, Francois Hollande, met Vladimir Putin. The Russian president smiled.", "president = Francois; Francois / Vladimir; president#2 / Francois"},
		{"apposition", "Umit Dundar, the acting chief of staff, gave the figure.", "Umit = chief"},
		{"name in apposition", "The UN envoy, Staffan de Mistura, opened the talks.", "envoy = Staffan"},
		{"pronoun and subject", "Putin met reporters in Sochi. He praised the plan.", "Putin = He"},
		{"subject of the last sentence", "Erdogan blamed Gulen. John Kerry said Washington would help. He rejected the claim.", "John = He; He / Erdogan"},
		{"subject of the main clause", "Erdogan accused Gulen. Gulen denied that he was involved.", "Gulen#2 = he; he / Erdogan"},
		{"possessive", "Turkey closed its border.", "Turkey = its"},
		{"possessive of the clause", "The court ruled that parliament had exceeded its powers.", "parliament = its; its / court"},
		{"possessive of another clause", "Mark Dorn accused Ilena Vash of attacking her rivals.", "Ilena = her; her / Mark"},
		{"object before the possessive", "Halden fell after the regulator fined it over its labels.", "it = its"},
		{"possessor of the subject", "Tomas Reyl did not rule it out. His government might wait.", "Tomas = His"},
		{"possessor of a thing's", "The quake struck at noon. Its epicentre lay in the north.", "quake = Its"},
		{"a clause that goes on", "Milan Dodik criticised the tribunal, and a few days later he opened a school.", "Milan = he"},
		{"he said, behind the clause", "Vladimir Putin spoke in Sochi. Moscow was considering the plan, he said.", "Vladimir = he"},
		{"agent of a passive", "The engineers were abducted by the militia. It threatened to kill them.", "militia = It; engineers = them"},
		{"names below the pronoun", "Turkey was shaken. The head of the alliance said that it stood by Turkey.", "it / Turkey; it / Turkey#2"},
		{"what somebody calls something", "Rights groups met. The police were silent. The League criticised what it called the reckless use of tear gas.", "League = it; police / it"},
		{"a city that speaks", "The Kremlin waited. Tehran said it would retaliate.", "Tehran = it"},
		{"women and men", "Greta Holm met Josip Arran. She thanked him.", "Greta = She; Josip = him"},
		{"arguments of one verb", "Mark Miller saw Peter Jones. Jones thanked him.", "him / Jones#2"},
		{"arguments of an infinitive", "Turkey was considering the plan and would try to carry it out.", "it / Turkey"},
		{"arguments of what somebody is asked", "Turkey asked Iran to defend it.", "it / Iran"},
		{"reflexive", "The minister defended himself.", "minister = himself"},
		{"the speaker behind", "“I will not resign,” Maria Lopez said.", "I = Maria"},
		{"the speaker before", "Maria Lopez said: “I will not resign.”", "I = Maria"},
		{"the speaker of the next paragraph", "“I am tired,” Tom Baker said.\n\n“I want to go home.”", "I = Tom; I#2 = Tom"},
		{"company and it", "Norwater lost money last year. It will cut 300 jobs.", "Norwater = It"},
		{"the same noun", "A bomb hit a bakery in Aleppo. The bakery was full.", "bakery = bakery#2"},
		{"other qualifiers", "The Syrian army advanced. The Iraqi army stayed.", "army / army#2"},
		{"group and they", "Four engineers were kidnapped in May. They are well.", "engineers = They"},
		{"the two countries", "Iran and Turkey signed a treaty. The two countries had quarrelled for years.", "Iran = countries"},
		{"a place in a country", "Protests began in Sydney, Australia. Australia sent police.", "Sydney / Australia#2"},
		{"who stands next to the name", "In the words of the chief prosecutor, Anna Novak, the case is closed.", "prosecutor = Anna; words / Anna"},
		{"a name in a name", "Voters in Ohio were angry. Students of Ohio State University joined them.", "Ohio = Ohio#2"},
		{"years", "The war began in 1914. In 1914 he was a child.", "1914 = 1914#2"},
		{"names stay apart", "Iraq and Iran talked. Iraq agreed.", "Iraq = Iraq#2; Iraq / Iran"},
	} {
		d := p.Parse(c.text)
		for _, pair := range strings.Split(c.pairs, "; ") {
			a, b, same := strings.Cut(pair, " = ")
			if !same {
				a, b, _ = strings.Cut(pair, " / ")
			}
			got, err := together(d, a, b)
			if err != nil {
				t.Errorf("%s: %v", c.name, err)
			} else if got != same {
				t.Errorf("%s: %s: %q", c.name, pair, c.text)
			}
		}
	}
}

// together tells whether mentions headed by two words, or by a word of their
// names, are of one cluster.
func together(d *Document, a, b string) (bool, error) {
	x, errA := clustersAt(d, a)
	y, errB := clustersAt(d, b)
	if errA != nil || errB != nil {
		return false, errors.Join(errA, errB)
	}
	for c := range x {
		if y[c] {
			return true, nil
		}
	}
	return false, nil
}

func clustersAt(d *Document, word string) (map[int]bool, error) {
	form, number, _ := strings.Cut(word, "#")
	n := 1
	if number != "" {
		n = int(number[0] - '0')
	}
	for k := range d.Tokens {
		if d.Tokens[k].Form != form {
			continue
		}
		if n--; n > 0 {
			continue
		}
		out := map[int]bool{}
		for _, m := range d.Mentions {
			if m.Head == k || m.Kind == NameMention && m.First <= k && k < m.Last && m.Last-m.First <= 5 {
				out[m.Cluster] = true
			}
		}
		if len(out) == 0 {
			return nil, fmt.Errorf("%q heads no mention", word)
		}
		return out, nil
	}
	return nil, fmt.Errorf("no word %q", word)
}
