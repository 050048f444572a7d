import Sessions
import TestSupport
import Testing

@Suite("Completion")
struct CompletionTests {
  private static let session: Session = {
    var session = Session(places: FilePlaces(folder: Project.path(".")))
    _ = session.evaluateCell("load sample shop with size = 60")
    _ = session.evaluateCell("load datasets/canadian_senators.csv")
    _ = session.evaluateCell("old = filter reason == \"Death\"")
    return session
  }()

  private static let folders = [
    ".": ["gym.csv", "data/", ".hidden", "notes.md", "my file.csv"],
    "data/": ["a.csv", "b.xlsx", "c.jsonl"],
  ]

  private func words(_ text: String) -> [String] {
    Self.session.completion(of: text) { Self.folders[$0] ?? [] }.candidates.map(\.text)
  }

  struct Case: Sendable {
    var text: String
    /// The first candidates, in order.
    var first: [String]

    init(_ text: String, _ first: String...) {
      self.text = text
      self.first = first
    }
  }

  static let cases = [
    Case("lo", "load"), Case("chu", "churn"), Case("churn by year | fo", "forecast"),
    Case("ol", "old"), Case("x = fil", "filter"), Case("| plo", "plot"),
    Case("load ", "data/", "gym.csv", "\"my file.csv\"", "notes.md", "sample"),
    Case("load da", "data/"), Case("load data/", "data/a.csv", "data/b.xlsx", "data/c.jsonl"),
    Case("load data/b.xlsx with sh", "sheet"), Case("load sample ", "gym", "shop"),
    Case("load .h", ".hidden"), Case("load \"my", "\"my file.csv\""),
    Case("churn by ", "month", "quarter", "year"), Case("churn by qu", "quarter"),
    Case("churn by year, rea", "reason"), Case("churn per ", "month"),
    Case("churn by pro", "`Province / Territory`"), Case("group by `Pro", "`Province / Territory`"),
    Case("churn using ex", "exposure"), Case("churn with in", "interval"),
    Case("churn with interval = ", "wilson", "exact"), Case("churn in ", "2013", "2012"),
    Case("churn b", "by"), Case("churn by year a", "as of"),
    Case("filter rea", "reason"), Case("filter reason == ", "\"Death\"", "\"Resignation\""),
    Case("filter reason == \"Ret", "\"Retirement\""), Case("filter reason in (", "\"Death\""),
    Case("filter reason in (\"Death\", \"Res", "\"Resignation\""),
    Case("old | filter reason == ", "\"Death\""), Case("filter not reason ~ \"dea", "\"Death\""),
    Case("group by reason: n = co", "count("), Case("use ", "shop", "canadian_senators", "old"),
    Case("set ba", "band_low", "band_high"), Case("roles en", "end"),
    Case("roles end = en", "end_date"),
    Case("churn by year | filter flag", "flag"), Case("churn by year | sort yea", "yearly"),
    Case("plot he", "heat"), Case(".sa", ".save"), Case(".open ", "data/", "notes.md"),
    Case(".mode j", "json", "json-full", "jsonl"), Case("help mi", "missing"),
    Case(".help chu", "churn"),
  ]

  @Test("offers what fits the place, the likeliest first", arguments: cases)
  func offers(example: Case) {
    let found = words(example.text)
    #expect(Array(found.prefix(example.first.count)) == example.first, "\(example.text): \(found)")
  }

  @Test(
    "offers nothing where nothing is known",
    arguments: [
      "filter reason == \"zz", "load nothing/", "zzz", "churn by zzz", "filter diff_days == ",
    ])
  func nothing(text: String) {
    #expect(words(text).isEmpty, "\(words(text))")
  }

  @Test("no clause twice, and none that the verb does not take")
  func clauses() {
    let found = words("churn by year in 2010..2012 ")
    #expect(!found.contains("by") && !found.contains("in"))
    #expect(found.contains("using") && found.contains("with"))
    #expect(!words("take ").contains("by"))
  }

  @Test("replaces the word that is typed, with its quote")
  func start() {
    #expect(Self.session.completion(of: "churn by ye").start == 9)
    #expect(Self.session.completion(of: "filter reason == \"De").start == 17)
    #expect(Self.session.completion(of: "é | chu").start == 5)
  }

  @Test("answers at every place of hostile text", arguments: 1...200 as ClosedRange<UInt64>)
  func hostile(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let pieces = [
      "churn", "filter", "|", "\"", "'", "`", "(", ")", ",", "=", "==", "in", "by", "with", " ",
      "\n",
      "#", ".", "\\", "é", "\u{0}", "load", "reason", "5%", "2024-", "$", "help", "as", "of", "~/",
      "old",
    ]
    let count = Int.random(in: 0...25, using: &generator)
    let text = (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined(
      separator: Bool.random(using: &generator) ? " " : "")
    let completion = Self.session.completion(of: text) { _ in ["a b", "c|d"] }
    #expect((0...text.utf8.count).contains(completion.start), "seed \(seed): \(text)")
  }
}
