import Planning
import Testing

@Suite("The map of causes")
struct CauseMapTests {
  @Test(
    "tells the causes of reasons in English and Italian",
    arguments: [
      ("prezzo troppo alto", Cause.price, false), ("È troppo CARO", .price, false),
      ("too expensive", .price, false), ("Price too high", .price, false),
      ("morosità", .target, true), ("MOROSITA", .target, true), ("non payment", .target, true),
      ("escluso per regolamento", .us, true), ("non rinnovato da noi", .us, true),
      ("concorrenza", .competitor, false), ("altra palestra", .competitor, false),
      ("Competitor offered more data", .competitor, false),
      ("insoddisfatta", .us, false), ("orari; parcheggio", .us, false),
      ("Attitude of support person", .us, false), ("spogliatoi sporchi", .us, false),
      ("mancanza di tempo", .circumstances, false), ("cambio città", .circumstances, false),
      ("si è trasferito", .circumstances, false), ("Moved", .circumstances, false),
      ("infortunio", .circumstances, false), ("Death", .circumstances, false),
      ("non so", .unknown, false), ("I don't know", .unknown, false), ("altro", .unknown, false),
      ("n/a", .unknown, false), ("altro lavoro", .circumstances, false),
      ("non so, forse il prezzo", .price, false),
    ])
  func standard(reason: String, cause: Cause, isWanted: Bool) {
    let entry = CauseMap.standard.entry(for: reason)
    #expect(entry?.cause == cause && entry?.isWanted == isWanted, "\(reason): \(entry as Any)")
  }

  @Test(
    "says nothing of other words",
    arguments: ["", "Resignation", "?", "caroselli", "supporters", "customer care", "xyz"])
  func unmapped(reason: String) {
    #expect(CauseMap.standard.entry(for: reason) == nil)
  }

  @Test("puts own rules in front of the others")
  func adding() {
    let map = CauseMap.standard.adding([
      CauseMap.Rule(.us, wanted: true, words: ["troppo caro"])
    ])
    #expect(map.entry(for: "Troppo  caro!")?.cause == .us)
    #expect(map.entry(for: "Troppo  caro!")?.isWanted == true)
    #expect(map.entry(for: "caro")?.cause == .price)
  }

  @Test("prints a file that reads as the same map")
  func roundTrip() throws {
    let rules = [
      CauseMap.Rule(.price, wanted: false, words: ["it's dear", "a, b", "yes", "prezz*", "50 %"]),
      CauseMap.Rule(.us, wanted: true, words: ["#1", "  x", "- y", "cambio città"]),
    ]
    let map = CauseMap(rules: rules, origin: "here")
    #expect(try CauseMap(yaml: map.yaml, origin: "here") == map)
    let standard = CauseMap.standard
    #expect(standard.yaml == CauseMap.standardText)
    let copy = standard.adding([rules[0]])
    #expect(try CauseMap(yaml: copy.yaml, origin: copy.origin) == copy)
  }

  @Test("reads lists with a dash a line, comments and quotes")
  func blockLists() throws {
    let text = """
      ---
      # mine
      - cause: price  # money
        wanted: no
        words:
          - caro
          - "troppo caro"
      - cause: 'us'
        words: ['it''s us', noi]\r
        wanted: yes
      """
    let map = try CauseMap(yaml: text, origin: "x")
    #expect(
      map.rules == [
        CauseMap.Rule(.price, wanted: false, words: ["caro", "troppo caro"]),
        CauseMap.Rule(.us, wanted: true, words: ["it's us", "noi"]),
      ])
  }

  @Test(
    "names the line of what it cannot read",
    arguments: [
      ("", 1, "no rule"), ("cause: price", 1, "dash"), ("- cause: pryce\n  words: [a]", 1, "pryce"),
      ("- cause: us\n  wanted: maybe\n  words: [a]", 2, "yes or no"),
      ("- cause: us\n\n- cause: price\n  words: [b]", 1, "no words"),
      ("- words: [a]\n", 1, "no cause"), ("- cause: us\n  words: a, b", 2, "list"),
      ("- cause: us\n  words: [\"a]", 2, "not closed"),
      ("- cause: us\n  word: [a]", 2, "understood"),
      ("- cause: us\n\twords: [a]", 2, "tab"), ("- cause: us\n  words: [&a b]", 2, "understood"),
      ("- cause: us\n  words: [a, , b]", 2, "missing"),
    ])
  func errors(text: String, line: Int, word: String) {
    do throws(CauseMapError) {
      _ = try CauseMap(yaml: text, origin: "x")
      Issue.record("read")
    } catch {
      #expect(error.line == line && error.message.contains(word), "\(error)")
    }
  }
}
