import Columns
import Texts

/// A picture as a Vega-Lite 5 specification, which Jupyter draws: JSON on one line.
///
/// Values stand in the specification; numbers that are not finite and values that are missing are
/// left out. The layers are the intervals, the series, what stands out, then the levels to compare with.
package func vegaLite(_ chart: Chart) -> String {
  VegaLiteDrawing(chart: chart).specification
}

private struct VegaLiteDrawing {
  var chart: Chart

  var specification: String {
    if chart.kind == .histogram { return histograms }
    var layers = chart.kind == .bar ? [] : chart.intervals.map(band)
    layers.append(main)
    if chart.kind == .bar { layers += chart.intervals.map(whiskers) }
    if chart.kind == .heat { layers.append(numbers) }
    if !chart.marks.isEmpty, chart.kind != .heat { layers.append(marks) }
    layers += chart.references.map(rule)
    let height = chart.kind == .bar ? max(120, 22 * chart.categories.count) : 320
    return "{\"$schema\":\"https://vega.github.io/schema/vega-lite/v5.json\","
      + "\"title\":\(jsonText(chart.heading)),\"width\":640,\"height\":\(height),"
      + "\"layer\":[\(layers.joined(separator: ","))]}"
  }

  private var main: String {
    let mark =
      switch chart.kind {
      // Bars on a scale of ratios would begin at nothing.
      case .bar where chart.isRatio: "{\"type\":\"point\",\"filled\":true,\"tooltip\":true}"
      case .bar: "{\"type\":\"bar\",\"tooltip\":true}"
      case .histogram: "{\"type\":\"bar\"}"
      case .line: "{\"type\":\"line\",\"point\":true,\"tooltip\":true}"
      case .curve: "{\"type\":\"line\",\"interpolate\":\"step-after\",\"tooltip\":true}"
      case .points: "{\"type\":\"point\",\"tooltip\":true}"
      case .heat: "{\"type\":\"rect\",\"tooltip\":true}"
      }
    return switch chart.kind {
    case .bar: layer(rows, mark, "\"y\":{\(across)},\"x\":{\(measure)\(measureAxis)}")
    case .heat: layer(rows, mark, "\(heatPlaces),\"color\":{\(measure)\(legend)}")
    case .line, .curve, .points, .histogram:
      layer(rows, mark, "\"x\":{\(across)},\"y\":{\(measure)\(measureAxis)}\(colored)")
    }
  }

  /// The series, a row for each value that there is.
  private var rows: [String] {
    chart.series.flatMap { series in
      chart.categories.indices.compactMap { category in
        row(series, category, "\"y\"", series.values[category])
      }
    }
  }

  private func row(
    _ series: Chart.Series, _ category: Int, _ field: String, _ value: Double?, _ more: String = ""
  ) -> String? {
    guard let value, value.isFinite else { return nil }
    return "{\"x\":\(place(category)),\(field):\(value),\"series\":\(jsonText(series.name))\(more)}"
  }

  private func band(_ interval: Chart.Interval) -> String {
    let series = chart.series[interval.series]
    let rows = chart.categories.indices.compactMap { category -> String? in
      guard let high = interval.high[category], high.isFinite else { return nil }
      return row(series, category, "\"low\"", interval.low[category], ",\"high\":\(high)")
    }
    let step = chart.kind == .curve ? ",\"interpolate\":\"step-after\"" : ""
    return layer(
      rows, "{\"type\":\"area\",\"opacity\":0.2\(step)}",
      "\"x\":{\(across)},\"y\":{\"field\":\"low\",\"type\":\"quantitative\"},"
        + "\"y2\":{\"field\":\"high\"}\(colored)")
  }

  /// The limits of bars.
  private func whiskers(_ interval: Chart.Interval) -> String {
    let series = chart.series[interval.series]
    let rows = chart.categories.indices.compactMap { category -> String? in
      guard let high = interval.high[category], high.isFinite else { return nil }
      return row(series, category, "\"low\"", interval.low[category], ",\"high\":\(high)")
    }
    return layer(
      rows, "{\"type\":\"rule\"}",
      "\"y\":{\(across)},\"x\":{\"field\":\"low\",\"type\":\"quantitative\"},"
        + "\"x2\":{\"field\":\"high\"}")
  }

  /// A small picture for each column.
  private var histograms: String {
    let rows = chart.series.flatMap { series in
      series.values.compactMap { $0 }.enumerated().map { place, value in
        "{\"x\":\(place),\"y\":\(value),\"series\":\(jsonText(series.name))}"
      }
    }
    return "{\"$schema\":\"https://vega.github.io/schema/vega-lite/v5.json\","
      + "\"title\":\(jsonText(chart.heading)),"
      + "\"data\":{\"values\":[\(rows.joined(separator: ","))]},"
      + "\"mark\":{\"type\":\"bar\",\"tooltip\":true},\"encoding\":{"
      + "\"x\":{\"field\":\"x\",\"type\":\"ordinal\",\"axis\":null},"
      + "\"y\":{\"field\":\"y\",\"type\":\"quantitative\",\"title\":\"rows\"},"
      + "\"facet\":{\"field\":\"series\",\"type\":\"nominal\",\"sort\":null,"
      + "\"columns\":2,\"title\":null}},\"resolve\":{\"scale\":{\"y\":\"independent\"}}}"
  }

  private var marks: String {
    let rows = chart.marks.compactMap { mark -> String? in
      guard let series = chart.series.first else { return nil }
      return row(
        series, mark.category, "\"y\"", series.values[mark.category],
        ",\"flag\":\(jsonText(mark.reason))")
    }
    let point =
      "{\"type\":\"point\",\"color\":\"#c0392b\",\"size\":90,\"tooltip\":{\"content\":\"data\"}}"
    let places =
      chart.kind == .bar
      ? "\"y\":{\(across)},\"x\":{\(measure)}" : "\"x\":{\(across)},\"y\":{\(measure)}"
    return layer(rows, point, places)
  }

  /// The values in the cells of a heat map: dark on the light half of the scale, light on the dark one.
  private var numbers: String {
    let values = chart.series.flatMap { $0.values.compactMap { $0 } }.filter(\.isFinite)
    let middle = ((values.min() ?? 0) + (values.max() ?? 0)) / 2
    return layer(
      rows, "{\"type\":\"text\",\"fontSize\":10}",
      "\(heatPlaces),\"text\":{\(measure)\(textFormat)},\"color\":{\"condition\":"
        + "{\"test\":\"datum.y > \(middle)\",\"value\":\"white\"},\"value\":\"black\"}")
  }

  private func rule(_ reference: Chart.Reference) -> String {
    layer(
      ["{\"level\":\(reference.value),\"name\":\(jsonText(reference.name))}"],
      "{\"type\":\"rule\",\"strokeDash\":[4,4],\"tooltip\":{\"content\":\"data\"}}",
      "\"\(chart.kind == .bar ? "x" : "y")\":{\"field\":\"level\",\"type\":\"quantitative\"}")
  }

  private func layer(_ rows: [String], _ mark: String, _ encoding: String) -> String {
    "{\"data\":{\"values\":[\(rows.joined(separator: ","))]},\"mark\":\(mark),"
      + "\"encoding\":{\(encoding)}}"
  }

  private func place(_ category: Int) -> String {
    guard let places = chart.places else { return jsonText(chart.categories[category]) }
    return "\(places[category])"
  }

  /// Categories in the order of the data, with as many names as find room; places as a scale of numbers.
  private var across: String {
    if let axis = PlaceAxis(chart, count: 8) {
      let ticks = axis.ticks.map { "\($0)" }.joined(separator: ",")
      let format = chart.placeUnit == .rate ? "\"format\":\"%\"," : ""
      return "\"field\":\"x\",\"type\":\"quantitative\",\"title\":\(jsonText(axis.title)),"
        + "\"axis\":{\(format)\"values\":[\(ticks)]}"
    }
    return "\"field\":\"x\",\"type\":\"ordinal\",\"sort\":null,"
      + "\"title\":\(jsonText(chart.categoryLabel)),\"axis\":{\"labelOverlap\":\"parity\"}"
  }

  private var heatPlaces: String {
    "\"x\":{\(across)},"
      + "\"y\":{\"field\":\"series\",\"type\":\"nominal\",\"sort\":null,\"title\":null}"
  }

  private var measure: String {
    "\"field\":\"y\",\"type\":\"quantitative\",\"title\":\(jsonText(chart.measureLabel))"
      + (chart.isRatio ? ",\"scale\":{\"type\":\"log\"}" : "")
  }

  private var colored: String {
    chart.series.count > 1
      ? ",\"color\":{\"field\":\"series\",\"type\":\"nominal\",\"sort\":null,\"title\":null}" : ""
  }

  private var measureAxis: String { chart.unit == .rate ? ",\"axis\":{\"format\":\"%\"}" : "" }
  private var legend: String { chart.unit == .rate ? ",\"legend\":{\"format\":\"%\"}" : "" }
  private var textFormat: String {
    ",\"format\":\"\(chart.unit == .rate ? ".1%" : ".\(chart.decimals ?? 0)f")\""
  }
}
