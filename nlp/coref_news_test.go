package nlp

import (
	"strings"
	"testing"
)

// newsBar is the share of the pairs below that must hold.
const newsBar = 0.9

// TestPronounsOfNews reads short news texts written for it, with a pair of words
// for each pronoun: see TestCoreference.
func TestPronounsOfNews(t *testing.T) {
	p := pipeline(t)
	held, all := 0, 0
	for _, c := range []struct{ text, pairs string }{
		// companies
		{"Norwater, the Danish utility, reported a loss of $40 million on Tuesday. It blamed a mild winter and said it would sell its gas business.", "Norwater = It; Norwater = it; Norwater = its"},
		{"The carmaker Veltra will close its plant in Leeds next year. The company said it had told workers about its decision on Monday. They were offered jobs at another site.", "Veltra = its; company = it; company = its#2; workers = They"},
		{"Shares in Halden Foods fell after the regulator fined it over its labels. The group has denied that it misled customers.", "Halden = it; Halden = its; group = it#2"},
		{"Two banks, Orion and Sefton Trust, agreed to merge. They will move their headquarters to Dublin.", "banks = They; They = their"},
		{"The quake struck after midnight, the survey said. It triggered a landslide.", "quake = It; survey / It"},
		{"Amano, the head of the agency, said that Iran had taken all steps. It has shipped its uranium to Russia.", "Iran = It; agency / It"},
		{"The bank said the airline had missed a payment. It warned that others could follow.", "bank = It"},
		// governments and countries
		{"The Portuguese government rejected the offer. It said the price was too low and its advisers had warned against a sale.", "government = It; government = its"},
		{"Kenya recalled its ambassador from Sudan on Friday. It accused Sudan of arming rebels along their border.", "Kenya = its; Kenya = It; It / Sudan"},
		{"The United States will send more troops to Poland. Moscow said it would answer in its own time.", "Moscow = it; it = its"},
		{"Peru and Chile resumed talks. They had cut their ties in March after a dispute over fishing.", "Peru = They; They = their"},
		{"Ministers in Vienna have approved the budget. They hope it will calm investors.", "Ministers = They; budget = it"},
		// armies and armed groups
		{"The army said it had retaken the town of Dalmar. Its troops entered the centre at dawn, and they met little resistance.", "army = it; army = Its; troops = they"},
		{"Militants attacked a police post near Kolwa on Sunday. They killed four officers and took their weapons.", "Militants = They; officers = their"},
		{"The rebels freed 30 prisoners. They said their fighters would respect the truce if the army kept its word.", "rebels = They; rebels = their; army = its"},
		{"Boko Haram claimed the bombing. The group said it had acted to avenge its leader.", "group = it; group = its"},
		// courts, parliaments, parties, unions
		{"The Supreme Court threw out the law on Thursday. It ruled that parliament had exceeded its powers.", "Court = It; parliament = its"},
		{"Parliament passed the bill by a wide margin. It had rejected an earlier draft in May.", "Parliament = It"},
		{"The Green Party lost half of its seats. It blamed its defeat on a divided left.", "Party = its; Party = It"},
		{"The miners' union called off its strike. It accepted a pay rise of 6 percent for its members.", "union = its; union = It; union = its#2"},
		{"The Labour Party chose Anna Reyes as its leader. She promised that it would win the next election.", "Party = its; Anna = She; Party = it"},
		// persons
		{"Prime Minister Karl Brandt dismissed his finance minister on Monday. He gave no reason for his decision.", "Karl = his; Karl = He; Karl = his#2"},
		{"Maria Costa, who leads the central bank, defended its policy. She said she would not resign.", "Maria = She; Maria = she; bank = its"},
		{"Brandt met Ilya Sorokin in Geneva. Sorokin told him that his country wanted peace.", "Brandt = him; Sorokin#2 = his"},
		{"Police arrested a man in Lyon. He had threatened to kill his neighbours, they said.", "man = He; man = his; Police = they"},
		{"Residents of Harrow fled when the river burst its banks. They spent the night in a school, and their homes were looted.", "Residents = They; river = its; Residents = their"},
		{"The ministry published the report. It shows that exports fell in June.", "report = It"},
		{"President Adam Toure signed the decree. His spokesman said he would travel to Dakar on Friday.", "Adam = His"},
		{"The United Nations suspended its aid flights. It is worried about the safety of its pilots.", "Nations = its; Nations = It; Nations = its#2"},
		{"NATO ended its mission in March. The alliance says it has trained 30,000 soldiers.", "NATO = its; alliance = it"},
		{"The city of Varna raised its taxes. It needs money to repair its schools.", "city = its; city = It; city = its#2"},
		// it that points at nothing
		{"The mayor opened the bridge. It is unlikely that the tolls will rise this year.", "bridge / It; mayor / It"},
		{"Britain joined the pact. It was raining when the ministers signed.", "Britain / It; pact / It"},
	} {
		d := p.Parse(c.text)
		for _, pair := range strings.Split(c.pairs, "; ") {
			a, b, same := strings.Cut(pair, " = ")
			if !same {
				a, b, _ = strings.Cut(pair, " / ")
			}
			all++
			got, err := together(d, a, b)
			if err == nil && got == same || err != nil && !same {
				held++
			} else {
				t.Logf("%s: %q %v", pair, c.text, err)
			}
		}
	}
	t.Logf("%d of %d pairs hold", held, all)
	if float64(held) < newsBar*float64(all) {
		t.Errorf("%d of %d pairs hold, want %.0f%%", held, all, 100*newsBar)
	}
}
