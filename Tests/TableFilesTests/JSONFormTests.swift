import Columns
import TableFiles
import TestSupport
import Testing

@Suite("JSON as tables")
struct JSONFormTests {
  private func load(_ text: String, _ name: String = "a.jsonl") throws(FileError) -> LoadedTable {
    try loadTable(bytes: Array(text.utf8), writtenAs: name)
  }

  private func message(_ text: String, _ name: String = "a.json") -> String {
    do {
      _ = try load(text, name)
      return "read"
    } catch {
      return (error.line.map { "line \($0): " } ?? "") + error.message
    }
  }

  @Test("reads an object a line, members in any order and missing ones")
  func lines() throws {
    let loaded = try load(
      """
      {"id":"01","start":"2024-01-05","fee":1.125}
      {"fee":2,"id":"02","start":null}

      {"id":"03","new":true}
      """)
    #expect(
      loaded.report.lines()[0].hasPrefix("a: 3 rows, 4 columns, clients (JSON Lines, header)"))
    #expect(cells(loaded, "id") == ["01", "02", "03"])
    #expect(cells(loaded, "fee") == ["1.125", "2.0", "missing"])
    #expect(cells(loaded, "start") == ["2024-01-05", "missing", "missing"])
    #expect(cells(loaded, "new") == ["missing", "missing", "true"])
  }

  @Test("reads a list of objects, escapes and numbers in full")
  func list() throws {
    let loaded = try load(
      #"[ {"a": "x\n\"y\" \u00e8 \ud83d\ude00 \ud800", "n": 9223372036854775807, "n2": NaN},"#
        + "\n" + #"{"a": "è, \/", "n": -1, "n2": 1.5e3} ]"#, "a.json")
    #expect(loaded.report.form == "JSON")
    #expect(cells(loaded, "a") == ["x\n\"y\" è 😀 \u{FFFD}", "è, /"])
    #expect(cells(loaded, "n") == ["9223372036854775807", "-1"])
    #expect(cells(loaded, "n2") == ["missing", "1500.0"])
  }

  @Test("makes columns of the members within, and keeps what lies deeper as text")
  func nested() throws {
    let loaded = try load(
      #"{"id":1,"address":{"city":"Roma","geo":{"x":1}},"tags":["a", "b"]}"# + "\n"
        + #"{"id":2,"address":{"city":"Lodi"}}"#)
    #expect(
      loaded.table.schema.fields.map(\.name) == ["id", "address.city", "address.geo", "tags"])
    #expect(cells(loaded, "address.geo") == [#"{"x":1}"#, "missing"])
    #expect(cells(loaded, "tags") == [#"["a", "b"]"#, "missing"])
    #expect(
      loaded.report.guesses.first?.message
        == "the members of 'address' are columns of their own, with its name before theirs")
    #expect(
      loaded.report.warnings.first?.sentence
        == "2 values of 'address.geo', 'tags' that are lists or deeper objects, kept as text "
        + "(lines 1, 1)")
  }

  @Test("names the line of what is no JSON, and what is JSON but no table")
  func errors() {
    #expect(
      message("[{\"a\":1},\n{\"a\":}]").hasPrefix("line 2: this is no JSON: no value begins so"))
    #expect(
      message("{\"a\":1}\n{\"a\" 2}").hasPrefix("line 2: this is no JSON: a colon is missing"))
    #expect(message("[{\"a\":1}").hasPrefix("line 1: this is no JSON: a comma or a ] is missing"))
    #expect(message("[{\"a\":1}] x").contains("something follows the list"))
    #expect(message("{\"a\":\"x").contains("a text is not closed"))
    #expect(message("[1, 2]").contains("every row must be an object"))
    #expect(message("[]") == "'a.json' holds no rows")
    #expect(message("{}") == "'a.json' holds only empty objects")
    #expect(message("{\"rows\":[{\"a\":1}]}") == "'a.json' holds one object, not rows")
    #expect(message(String(repeating: "[", count: 100_000)).contains("every row must be an object"))
    #expect(message("{\"a\":" + String(repeating: "[", count: 100_000)).contains("is not closed"))
  }

  @Test("refuses objects that have hardly a member in common")
  func sparse() {
    let text = (0..<20_000).map { "{\"k\($0)\":1}" }.joined(separator: "\n")
    #expect(message(text).contains("this is no table"))
  }

  @Test("does not take text with separators for JSON")
  func notJSON() throws {
    #expect(try load("{a},b\n1,2\n", "x.csv").report.form == nil)
    #expect(try load("[a],b\n1,2\n", "x.csv").report.form == nil)
    #expect(try load("[{\"a\":1}]", "x.txt").report.form == "JSON")
  }

  /// Random tables as JSON and as text with commas are the same table.
  @Test("reads the same table from JSON as from text, in random tables")
  func oracle() throws {
    for seed in 0..<UInt64(60) {
      var random = SeededGenerator(seed: seed)
      var (csv, json) = ("id,note,fee\n", "")
      for row in 0..<Int.random(in: 1...15, using: &random) {
        let note = ["", "a,b", "c \"d\"", "è"].randomElement(using: &random) ?? ""
        let fee =
          "\(Int.random(in: 0...99, using: &random)).\(Int.random(in: 1...9, using: &random))"
        csv += "\(row),\"\(note.replacing("\"", with: "\"\""))\",\(fee)\n"
        json +=
          "{\"id\": \(row), \"note\": \"\(note.replacing("\"", with: "\\\""))\", \"fee\":\(fee)}\n"
      }
      let (one, other) = (try load(json), try read(csv))
      #expect(one.table.schema == other.table.schema, "seed \(seed)")
      for name in ["id", "note", "fee"] { #expect(cells(one, name) == cells(other, name)) }
    }
  }
}
