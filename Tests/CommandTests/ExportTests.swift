import TestSupport
import Testing

/// `.export FILE`: the previous result in a file of its own.
@Suite("Export")
struct ExportTests {
  private let program: Program

  init() throws {
    program = try Program()
  }

  private func export(_ line: String, to file: String) throws -> (text: String, status: Int32) {
    let result = try program.run(
      ["-q", "canadian_senators.csv", "-c", line, "-c", ".export \(file)"])
    return (result.errors, result.status)
  }

  @Test("writes what the machine formats print, to the byte", arguments: ["csv", "json"])
  func machineForms(form: String) throws {
    let folder = try TemporaryFolder()
    let file = folder.path("churn.\(form)")
    let line = "churn by year in 2000..2013"
    #expect(try export(line, to: file).status == 0)
    let printed = try program.run(
      ["-q", "canadian_senators.csv", "-c", line, "--format", form])
    #expect(try readText(file) == printed.output)
  }

  @Test("writes a picture that is drawn with nothing else")
  func picture() throws {
    let folder = try TemporaryFolder()
    let file = folder.path("churn.svg")
    #expect(try export("churn by year in 2000..2012", to: file).status == 0)
    let text = try readText(file)
    #expect(text.hasPrefix("<svg") || text.hasPrefix("<?xml"))
    #expect(text.contains("churn by year in 2000..2012: rate"))
    #expect(!text.contains("<script"))
    #expect(!text.contains("href"))
  }

  @Test("puts the notes under the tables that people read", arguments: ["md", "txt"])
  func formsForReading(form: String) throws {
    let folder = try TemporaryFolder()
    let file = folder.path("churn.\(form)")
    #expect(try export("churn by year in 2000..2012", to: file).status == 0)
    let text = try readText(file)
    #expect(text.contains("2012"))
    #expect(text.contains("note: formula start: (lost - lost of the new) / here at the start"))
  }

  @Test("refuses an ending without a form, and rows without a picture")
  func refusals() throws {
    let folder = try TemporaryFolder()
    let ending = try export("churn", to: folder.path("churn.pdf"))
    #expect(ending.status == 1)
    #expect(ending.text.contains("names no form"))
    let rows = try export("take 3", to: folder.path("rows.svg"))
    #expect(rows.status == 1)
    #expect(namesInFolder(folder.path("")).filter { $0.hasPrefix("rows") } == [])
  }
}
