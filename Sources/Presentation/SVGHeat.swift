import Texts

/// A heat map as SVG: a rectangle a cell, its value inside where there is room and on hover.
struct HeatSVG {
  let document: String

  init(_ chart: Chart) {
    let labels = chart.series.map { truncated($0.name, toWidth: 28) }
    let left = 32 + (labels.map { svgTextWidth($0) }.max() ?? 0)
    let cells = HeatCells(chart, maximumColumns: 60)
    let remarks = chart.remarks + cells.remarks
    let across = chart.acrossHeat
    let pitch = 26.0
    let end = 56 + pitch * Double(labels.count)
    var page = SVGPage(
      width: 760, height: end + 44 + 18 * Double(remarks.count) + (across == nil ? 0 : 18),
      title: chart.heading)
    let width = (736 - left) / Double(max(1, cells.categories.count))
    for (row, label) in labels.enumerated() {
      let top = 56 + pitch * Double(row)
      page.text(label, x: left - 8, y: top + 17, anchor: "end")
      for (column, value) in cells.values[row].enumerated() {
        guard let value else { continue }
        let text = chart.text(value, .canonical)
        let share = cells.share(value)
        let x = left + width * Double(column)
        page.rectangle(
          x: x, y: top + 1, width: max(1, width - 1), height: pitch - 2, color: SVGPage.color(0),
          opacity: 0.08 + 0.92 * share, hover: "\(label), \(cells.categories[column]): \(text)")
        guard svgTextWidth(text) < width - 4 else { continue }
        page.text(
          text, x: x + width / 2, y: top + 17, anchor: "middle", size: 11,
          color: share > 0.55 ? "#ffffff" : "#222222")
      }
    }
    var free = left
    for (column, category) in cells.categories.enumerated() {
      let x = left + width * Double(column)
      guard x >= free, x + svgTextWidth(category) <= 756 else { continue }
      page.text(category, x: x, y: end + 18)
      free = x + svgTextWidth(category) + 12
    }
    if let across { page.text(across, x: (left + 736) / 2, y: end + 36, anchor: "middle") }
    for (number, remark) in remarks.enumerated() {
      page.text(remark, x: 24, y: end + (across == nil ? 38 : 56) + 18 * Double(number), size: 11)
    }
    document = page.document
  }
}
