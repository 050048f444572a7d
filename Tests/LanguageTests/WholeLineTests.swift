import Language
import Testing

@Suite("Explaining a line")
struct WholeLineTests {
  private func tokens(_ line: String) -> [String] {
    listedTokens(line, grammar: smallGrammar).map { "\($0.kind) \($0.text)" }
  }

  @Test(
    "a verb that takes the rest of the line takes pipes, quotes and errors as they stand",
    arguments: [
      ("explain churn | plot", "explain churn | plot"),
      ("EXPLAIN   filter (a | \"b  ", "explain filter (a | \"b"),
      ("explain x = 5 % 3", "explain x = 5 % 3"),
      ("explain explain churn", "explain explain churn"),
    ])
  func wholeLine(line: String, canonical: String) {
    #expect(outcome(line) == canonical)
  }

  @Test(
    "it needs a line, and stands first",
    arguments: [
      ("explain", ["missing-argument"]), ("explain  # nothing", ["missing-argument"]),
      ("explain = filter x == 1", ["name-is-verb"]),
    ])
  func wrong(line: String, expected: [String]) {
    #expect(codes(line) == expected)
  }

  @Test(
    "tokens are listed with their kinds, a file name as one",
    arguments: [
      (
        "load my-file.csv | filter `a b` >= 5%",
        [
          "name load", "path my-file.csv", "symbol |", "name filter", "quoted name `a b`",
          "symbol >=", "percent 5%",
        ]
      ),
      (
        "churn in 2024-03..2024-06 as of 2024-Q1",
        ["name churn", "name in", "period 2024-03..2024-06", "name as", "name of", "date 2024-Q1"]
      ),
      ("forecast 6mo", ["name forecast", "duration 6mo"]),
      (
        "filter x == $p and y == 'a'",
        [
          "name filter", "name x", "symbol ==", "parameter $p", "name and", "name y", "symbol ==",
          "text 'a'",
        ]
      ),
      (".help filter", ["command .help filter"]),
      ("", []),
    ])
  func kinds(line: String, expected: [String]) {
    #expect(tokens(line) == expected)
  }

  @Test(
    "what cannot be read is one token up to the end of its stage",
    arguments: [
      (
        "filter x == \"open | plot",
        ["name filter", "name x", "symbol ==", "unreadable \"open | plot"]
      ),
      ("filter 6m > 1 | plot", ["name filter", "unreadable 6m > 1 ", "symbol |", "name plot"]),
    ])
  func unreadable(line: String, expected: [String]) {
    #expect(tokens(line) == expected)
  }

  @Test("the tokens of a random statement spell its text", arguments: 0..<300)
  func spelling(seed: UInt64) {
    var trees = RandomTrees(seed: seed)
    let text = format(trees.statement())
    let found = listedTokens(text, grammar: smallGrammar)
    let spelt = found.map(\.text).joined().filter { !$0.isWhitespace }
    #expect(spelt == text.filter { !$0.isWhitespace }, "seed \(seed): \(text)")
  }

  @Test("the tree shows every operator with its operands below it")
  func tree() throws {
    let line =
      "x = gym | filter not a > 3 and b in (1, \"c\") | join plans on id = key with kind = left"
    let statement = try #require(parse(line, grammar: smallGrammar).statement)
    #expect(
      outline(statement).joined(separator: "\n") == """
        keep as x
          table gym
          filter
            and
              not
                >
                  name a
                  number 3
              in
                name b
                number 1
                text "c"
          join
            name plans
            on
              id =
                name key
            with
              kind =
                name left
        """)
  }

  @Test("every random statement has a tree")
  func everyTree() {
    for seed in 0..<500 {
      var trees = RandomTrees(seed: UInt64(seed))
      let statement = trees.statement()
      #expect(!outline(statement).isEmpty, "seed \(seed)")
    }
  }
}

@Suite("The clause 'on'")
struct OnClauseTests {
  @Test(
    "takes columns, and columns that are called otherwise in the other table",
    arguments: [
      "join plans on id", "join plans on id, day",
      "join plans on id = key, `the day` with kind = left",
    ])
  func accepted(line: String) {
    #expect(outcome(line) == line)
  }

  @Test("is offered where it is missing or another word stands for it")
  func offered() {
    #expect(
      outcome("join plans id") == """
        error: unexpected 'id'
          join plans id
                     ^^ did you mean 'on id'?
        help: join joins another table:  join plans on plan
        """)
    #expect(
      outcome("join plans by id") == """
        error: join takes no 'by'
          join plans by id
                     ^^ did you mean 'on'?
        help: join takes on, with:  join plans on plan
        """)
  }

  @Test("takes no text in quotes, and something")
  func refused() {
    #expect(codes("join plans on \"id\"") == ["text-as-column"])
    #expect(codes("join plans on") == ["unexpected-end"])
    #expect(codes("join on id") == ["missing-argument"])
  }
}
