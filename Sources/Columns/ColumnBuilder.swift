import Calendars
import Kernels

extension Column {
  /// A column of these cells. Every cell is `missing` or of `type`; an integer is accepted in a
  /// column of decimals. Any other cell is a programmer's error and stops the program.
  package init(_ type: ValueType, _ cells: [Value]) {
    let present = cells.map { $0 != .missing }
    let validity = present.allSatisfy { $0 } ? nil : Bitmap(present)
    self.init(ColumnStorage(type, cells), validity: validity)
  }
}

extension ColumnStorage {
  fileprivate init(_ type: ValueType, _ cells: [Value]) {
    func values<Element>(_ filler: Element, _ read: (Value) -> Element?) -> [Element] {
      cells.map { cell in
        if cell == .missing { return filler }
        guard let element = read(cell) else {
          preconditionFailure("a \(cell) cannot stand in a column of \(type.rawValue)")
        }
        return element
      }
    }
    switch type {
    case .integer:
      self = .integers(values(0) { if case .integer(let value) = $0 { value } else { nil } })
    case .decimal: self = .decimals(values(.nan) { $0.number })
    case .boolean:
      self = .booleans(values(false) { if case .boolean(let value) = $0 { value } else { nil } })
    case .date:
      self = .days(
        values(0) { if case .date(let value) = $0 { value.daysSinceEpoch } else { nil } })
    case .timestamp:
      self = .instants(values(0) { if case .timestamp(let value) = $0 { value } else { nil } })
    case .text:
      self = .words(Words(values("") { if case .text(let value) = $0 { value } else { nil } }))
    }
  }
}
