import Spreadsheets
import Texts

/// An Excel workbook as a table: one of its sheets, its title and merged cells understood.
struct WorkbookForm {
  let writtenAs: String
  let options: LoadOptions

  func converted(_ bytes: [UInt8], isCancelled: () -> Bool) throws(FileError) -> ConvertedTable {
    do {
      let limits = WorkbookLimits(mostBytes: options.memory.forForms)
      let workbook = try Workbook(bytes, limits: limits)
      let (sheet, cells) = try chosen(workbook, isCancelled)
      var converted = ConvertedTable(form: "Excel, sheet '\(sheet.name)'", places: .rows)
      note(cells, in: &converted)
      noteOthers(workbook, sheet, in: &converted)
      try SheetLayout(cells, options).write(to: &converted, writtenAs: writtenAs)
      return converted
    } catch let error as WorkbookError {
      if error.isCancellation { throw .cancelled }
      throw FileError("'\(writtenAs)' \(error.message)", help: error.help)
    } catch let error as FileError {
      throw error
    } catch {
      throw FileError("'\(writtenAs)' cannot be read")
    }
  }

  /// The sheet that was asked for, else the first in sight that holds anything.
  private func chosen(
    _ workbook: Workbook, _ isCancelled: () -> Bool
  ) throws -> (Workbook.Sheet, SheetCells) {
    if let name = options.sheet {
      let sheet = try named(name, in: workbook)
      let cells = try workbook.read(sheet, isCancelled: isCancelled)
      guard cells.grid.rowCount > 0 else {
        throw problem("the sheet '\(sheet.name)' of '\(writtenAs)' is empty", workbook)
      }
      return (sheet, cells)
    }
    let inOrder = workbook.sheets.filter { !$0.isHidden } + workbook.sheets.filter(\.isHidden)
    for sheet in inOrder {
      let cells = try workbook.read(sheet, isCancelled: isCancelled)
      if cells.grid.rowCount > 0 { return (sheet, cells) }
    }
    throw FileError("'\(writtenAs)' holds no cells")
  }

  private func named(_ name: String, in workbook: Workbook) throws(FileError) -> Workbook.Sheet {
    let wanted = folded(name)
    if let sheet = workbook.sheets.first(where: { $0.name == name })
      ?? workbook.sheets.first(where: { folded($0.name) == wanted })
    {
      return sheet
    }
    throw problem("'\(writtenAs)' has no sheet '\(name)'", workbook)
  }

  private func problem(_ message: String, _ workbook: Workbook) -> FileError {
    var error = FileError(message)
    error.option = "sheet"
    let names = workbook.sheets.map(\.name)
    if let near = options.sheet.flatMap({ suggestion(for: $0, among: names) }) {
      error.hint = "did you mean '\(near)'?"
    }
    error.help = "its sheets are " + quotedList(workbook.sheets)
    return error
  }

  private func quotedList(_ sheets: [Workbook.Sheet]) -> String {
    let shown = sheets.prefix(10).map { "'\($0.name)'" + ($0.isHidden ? " (hidden)" : "") }
    return shown.joined(separator: ", ")
      + (sheets.count > 10 ? " and \(sheets.count - 10) more" : "")
  }

  private func noteOthers(
    _ workbook: Workbook, _ sheet: Workbook.Sheet, in converted: inout ConvertedTable
  ) {
    let others = workbook.sheets.filter { $0 != sheet }
    guard options.sheet == nil, let next = others.first else { return }
    converted.guesses.append(
      LoadGuess(
        "sheet '\(sheet.name)', the first that holds anything; there is also \(quotedList(others))",
        "with sheet = \"\(next.name)\""))
  }

  private func note(_ cells: SheetCells, in converted: inout ConvertedTable) {
    if cells.errors.count > 0 {
      let isOne = cells.errors.count == 1
      converted.warnings.append(
        converted.places.warning(
          "\(counted(cells.errors.count, "cell")) with an error such as \(cells.errors.first) "
            + "\(isOne ? "is" : "are") missing", count: cells.errors.count,
          at: cells.errors.rows, isLoss: true))
    }
    if cells.formulasWithoutValue.count > 0 {
      converted.warnings.append(
        converted.places.warning(
          "\(counted(cells.formulasWithoutValue.count, "formula")) without a value in the file, "
            + "taken as missing: save it in a spreadsheet program to have them",
          count: cells.formulasWithoutValue.count, at: cells.formulasWithoutValue.rows,
          isLoss: true))
    }
    if cells.hiddenRows > 0 {
      converted.warnings.append(
        LoadWarning(
          "\(counted(cells.hiddenRows, "row")) hidden in the sheet \(cells.hiddenRows == 1 ? "is" : "are") "
            + "read too", count: cells.hiddenRows))
    }
  }
}
