import Columns
import Texts

/// A picture as a Vega-Lite 5 specification, which Jupyter draws: JSON on one line.
///
/// Values stand in the specification; numbers that are not finite and values that are missing are
/// left out. The layers are the intervals, the series, then the levels to compare with.
package func vegaLite(_ chart: Chart) -> String {
  var layers = chart.intervals.map { band($0, chart) }
  layers.append(main(chart))
  layers += chart.references.map { rule($0, chart) }
  let members = [
    "\"$schema\":\"https://vega.github.io/schema/vega-lite/v5.json\"",
    "\"title\":\(jsonText(chart.heading))",
    "\"width\":640",
    "\"height\":\(chart.kind == .bar ? max(120, 22 * chart.categories.count) : 320)",
    "\"layer\":[\(layers.joined(separator: ","))]",
  ]
  return "{\(members.joined(separator: ","))}"
}

private func main(_ chart: Chart) -> String {
  let mark =
    switch chart.kind {
    case .bar: "{\"type\":\"bar\",\"tooltip\":true}"
    case .line: "{\"type\":\"line\",\"point\":true,\"tooltip\":true}"
    case .curve: "{\"type\":\"line\",\"interpolate\":\"step-after\",\"tooltip\":true}"
    case .points: "{\"type\":\"point\",\"tooltip\":true}"
    case .heat: "{\"type\":\"rect\",\"tooltip\":true}"
    }
  var rows: [String] = []
  for series in chart.series {
    for (category, value) in zip(chart.categories, series.values) {
      guard let value, value.isFinite else { continue }
      rows.append(
        "{\"x\":\(jsonText(category)),\"y\":\(value),\"series\":\(jsonText(series.name))}")
    }
  }
  let x = axis(chart.categoryLabel)
  let y = "\"field\":\"y\",\"type\":\"quantitative\",\"title\":\(jsonText(chart.measureLabel))"
  let color =
    chart.series.count > 1
    ? ",\"color\":{\"field\":\"series\",\"type\":\"nominal\",\"title\":null}" : ""
  let encoding =
    switch chart.kind {
    case .bar: "\"y\":{\(x)},\"x\":{\(y)\(format(chart))}"
    case .heat:
      "\"x\":{\(x)},\"y\":{\"field\":\"series\",\"type\":\"nominal\",\"sort\":null,\"title\":null},"
        + "\"color\":{\(y)}"
    default: "\"x\":{\(x)},\"y\":{\(y)\(format(chart))}\(color)"
    }
  return layer(rows, mark, encoding)
}

private func band(_ interval: Chart.Interval, _ chart: Chart) -> String {
  let rows = chart.categories.indices.compactMap { index -> String? in
    guard let low = interval.low[index], let high = interval.high[index], low.isFinite,
      high.isFinite
    else { return nil }
    return "{\"x\":\(jsonText(chart.categories[index])),\"low\":\(low),\"high\":\(high)}"
  }
  let encoding =
    "\"x\":{\(axis(chart.categoryLabel))},"
    + "\"y\":{\"field\":\"low\",\"type\":\"quantitative\"},\"y2\":{\"field\":\"high\"}"
  return layer(rows, "{\"type\":\"area\",\"opacity\":0.2}", encoding)
}

private func rule(_ reference: Chart.Reference, _ chart: Chart) -> String {
  let direction = chart.kind == .bar ? "x" : "y"
  return layer(
    ["{\"level\":\(reference.value),\"name\":\(jsonText(reference.name))}"],
    "{\"type\":\"rule\",\"strokeDash\":[4,4],\"tooltip\":true}",
    "\"\(direction)\":{\"field\":\"level\",\"type\":\"quantitative\"}")
}

private func layer(_ rows: [String], _ mark: String, _ encoding: String) -> String {
  "{\"data\":{\"values\":[\(rows.joined(separator: ","))]},\"mark\":\(mark),"
    + "\"encoding\":{\(encoding)}}"
}

private func axis(_ title: String) -> String {
  "\"field\":\"x\",\"type\":\"nominal\",\"sort\":null,\"title\":\(jsonText(title))"
}

private func format(_ chart: Chart) -> String {
  chart.unit == .rate ? ",\"axis\":{\"format\":\"%\"}" : ""
}
