import Kernels
import Notebooks
import Testing

@Suite("A cell's hash")
struct CellHashTests {
  private let file = DataFingerprint(name: "a.csv", sha256: "11", bytes: 1, rows: 1)
  private let plan = NamedValue(name: "plan", value: "annual")

  @Test("is the first 12 digits of SHA-256 over the parts, each preceded by its length")
  func encoding() {
    let input =
      "14:ritorno cell 1" + "5:churn" + "1;2:ab0:" + "1;5:a.csv2:11" + "1;4:plan6:annual"
    #expect(
      cellHash(source: "churn", dependencies: ["ab"], fingerprints: [file], parameters: [plan])
        == String(SHA256.hexDigest(of: bytes(input)).prefix(12)))
  }

  @Test("does not depend on line ends, blanks at line ends, or the order of what is read")
  func normalised() {
    #expect(cellHash(source: "a\n| b") == cellHash(source: "a  \r\n| b\t\r\n\r\n"))
    #expect(cellHash(source: "a\n| b") == cellHash(source: "a\r| b"))
    #expect(
      cellHash(source: "a", dependencies: ["1", "2"])
        == cellHash(source: "a", dependencies: ["2", "1"]))
  }

  @Test("differs with each part, and where parts only look alike when put together")
  func distinct() {
    let other = DataFingerprint(name: "a.csv", sha256: "12", bytes: 1, rows: 1)
    let hashes = [
      cellHash(source: "a"), cellHash(source: "a b"), cellHash(source: "ab"),
      cellHash(source: " a"), cellHash(source: "a", dependencies: ["b"]),
      cellHash(source: "a", dependencies: ["b", "c"]), cellHash(source: "a", dependencies: ["bc"]),
      cellHash(source: "a", fingerprints: [file]), cellHash(source: "a", fingerprints: [other]),
      cellHash(source: "a", parameters: [plan]),
      cellHash(source: "a", parameters: [NamedValue(name: "plana", value: "nnual")]),
      cellHash(source: "a", parameters: [NamedValue(name: "a.csv", value: "11")]),
    ]
    #expect(Set(hashes).count == hashes.count)
    #expect(hashes.allSatisfy { $0.count == 12 })
  }
}
