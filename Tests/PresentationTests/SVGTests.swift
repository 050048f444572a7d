import Calendars
import Columns
import Presentation
import Testing

/// The names of the elements, checked for being closed in order; nil where the XML is broken.
private func elements(_ xml: String) -> [String]? {
  var names: [String] = []
  var open: [String] = []
  for part in xml.split(separator: "<", omittingEmptySubsequences: false).dropFirst() {
    guard let end = part.firstIndex(of: ">") else { return nil }
    let tag = part[..<end]
    guard tag.filter({ $0 == "\"" }).count % 2 == 0 else { return nil }
    let name = String(tag.drop { $0 == "/" }.prefix { $0.isLetter })
    if tag.hasPrefix("/") {
      guard open.popLast() == name else { return nil }
      continue
    }
    names.append(name)
    if !tag.hasSuffix("/") { open.append(name) }
  }
  return open.isEmpty ? names : nil
}

@Test("writes well-formed SVG with its parts and without scripts")
func writesSVG() throws {
  let chart = try Chart(table: timeSeriesTable(.month, from: 24_264, count: 36))
  let document = svg(chart)
  let names = try #require(elements(document))
  #expect(names.first == "svg")
  #expect(names.filter { $0 == "circle" }.count == 35)
  // The missing month breaks the line and its interval.
  #expect(names.filter { $0 == "polyline" }.count == 2)
  #expect(names.filter { $0 == "polygon" }.count == 2)
  #expect(!names.contains("script") && !document.contains("href"))
  #expect(document.contains("<title>2022-01: 2.8%, low to high: 2.0% to 3.8%</title>"))
  #expect(svg(chart) == document)
}

@Test("escapes every text of the data in SVG")
func escapesSVG() throws {
  let table = Table(
    schema: Schema([Field("<k>", .text), Field("n&\"", .integer, unit: .count)]),
    columns: [
      Column(.text, [.text("</text><script>x</script>"), .text("a\u{1}b'&amp;")]),
      Column(.integer, [.integer(3), .integer(1)]),
    ],
    about: TableDescription(
      title: "a<b>", shape: .breakdown(category: "<k>", measure: "n&\"")))
  for kind in ChartKind.allCases where kind != .histogram {
    let document = svg(try Chart(table: table, kind: kind))
    let names = try #require(elements(document))
    #expect(!names.contains("script") && !names.contains("b"))
    #expect(!document.unicodeScalars.contains("\u{1}"))
    #expect(document.contains("&amp;amp;"))
  }
}

@Test("writes SVG of nothing, of one value and of many")
func writesExtremes() throws {
  #expect(svg(try Chart(table: barTable(count: 0))).contains("no values to draw"))
  let many = svg(try Chart(table: barTable(count: 500)))
  #expect(many.contains("480 more bars are left out, together 23,027"))
  let one = svg(try Chart(table: barTable(count: 1), kind: .line))
  #expect(elements(one)?.filter { $0 == "circle" }.count == 1)
  #expect(!one.contains("nan") && !one.contains("inf"))
}

@Test("marks what stands out, and says why on hovering")
func marksInSVG() throws {
  let document = svg(try Chart(table: churnTable()))
  let reason = "2022: 5.8%, low to high: 4.6% to 7.2%, above the band"
  #expect(document.contains("<title>\(reason)</title>"))
  // Three values, the mark and its sample in the legend.
  #expect(elements(document)?.filter { $0 == "circle" }.count == 5)
}

@Test("writes numbers that are numbers, in every kind", arguments: sampleTables.indices)
func writesFiniteCoordinates(_ index: Int) throws {
  for kind in ChartKind.allCases where kind != .histogram {
    let document = svg(try Chart(table: sampleTables[index](), kind: kind))
    #expect(elements(document) != nil)
    for bad in ["=\"nan", "=\"-nan", "=\"inf", "=\"-inf", ",nan", ",inf", "width=\"-"] {
      #expect(!document.contains(bad), "\(kind)")
    }
  }
}
