import Spreadsheets
import Testing

@Suite("Cells of a sheet")
struct CellTests {
  @Test("reads shared texts, their runs joined, without what tells how to speak them")
  func sharedStrings() throws {
    var maker = SheetMaker(
      rows: "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c>"
        + "<c r=\"C1\" t=\"s\"><v>2</v></c></row>")
    maker.strings =
      "<sst><si><t xml:space=\"preserve\"> a &amp; b </t></si><si><r><rPr><b/></rPr><t>ri</t></r>"
      + "<r><t>nnovo</t></r><rPh sb=\"0\"><t>spoken</t></rPh></si><si><t>x_x000D_y_x0041_</t></si></sst>"
    #expect(try maker.cells() == ["1:0= a & b ", "1:1=rinnovo", "1:2=x\ryA"])
  }

  @Test("reads texts in place, truth, errors, formulas with their values, and holes")
  func kinds() throws {
    let maker = SheetMaker(
      rows: """
        <row r="2"><c r="B2" t="inlineStr"><is><r><t>in</t></r><r><t>line</t></r></is></c>
        <c r="D2" t="b"><v>1</v></c><c r="E2" t="b"><v>0</v></c></row>
        <row r="3"/><row r="5"><c r="C5" t="str"><f>A1&amp;"x"</f><v>made</v></c>
        <c r="D5"><f>SUM(A1:A2)</f><v>42.5</v></c><c r="E5" t="e"><v>#DIV/0!</v></c>
        <c r="F5"><f>NOW()</f></c><c r="G5" s="1"/><c r="H5" t="d"><v>2024-02-29</v></c></row>
        """)
    #expect(
      try maker.cells() == [
        "2:1=inline", "2:3=true", "2:4=false", "5:2=made", "5:3=42.5", "5:7=2024-02-29",
      ])
    let workbook = try Workbook(maker.bytes)
    let cells = try workbook.read(workbook.sheets[0])
    #expect(cells.errors.count == 1 && cells.errors.first == "#DIV/0!" && cells.errors.rows == [5])
    #expect(cells.formulasWithoutValue.count == 1)
  }

  @Test("takes the next row and column where a file names none, as some programs write")
  func withoutPlaces() throws {
    let maker = SheetMaker(
      rows: "<row><c><v>1</v></c><c><v>2</v></c></row><row><c/><c><v>3</v></c></row>")
    #expect(try maker.cells() == ["1:0=1", "1:1=2", "2:1=3"])
  }

  @Test("reads prefixes of names, single quotes, comments and CDATA")
  func otherXML() throws {
    var maker = SheetMaker()
    maker.sheets = [
      (
        "S", "visible",
        """
        <?xml version='1.0'?><!-- a -> b --><x:worksheet xmlns:x='m'><x:sheetData>
        <x:row r='1'><x:c r='A1' t='str'><x:v><![CDATA[<a> ]] &amp;]]></x:v></x:c></x:row>
        </x:sheetData></x:worksheet>
        """
      )
    ]
    #expect(try maker.cells() == ["1:0=<a> ]] &amp;"])
  }

  @Test("writes numbers in full and so that no mark is doubtful")
  func numbers() throws {
    let values = [
      "1.1000000000000001": "1.1", "1234.567": "1234.5670", "0.125": "0.1250", "5.0": "5",
      "1E+2": "100",
      "-3": "-3", "123456789012345678": "1.2345678901234568e+17", "0.1": "0.1", "x": "x",
    ]
    for (written, expected) in values {
      let maker = SheetMaker(rows: "<row><c><v>\(written)</v></c></row>")
      #expect(try maker.cells() == ["1:0=\(expected)"])
    }
  }

  /// The days are those that openpyxl 3.1.5 gives (`from_excel`).
  @Test("counts days from 1900, with the leap day that never was, and from 1904")
  func dates() throws {
    let days = [
      "0": "1900-01-00", "1": "1900-01-01", "59": "1900-02-28", "60": "1900-02-29",
      "61": "1900-03-01",
      "45351": "2024-02-29", "45292.75": "2024-01-01", "2958465": "9999-12-31", "-1": "-1",
      "2958466": "2958466", "1e300": "1e+300",
    ]
    for (written, expected) in days {
      var maker = SheetMaker(rows: "<row><c s=\"1\"><v>\(written)</v></c></row>")
      maker.setFormats(["dd/mm/yyyy"])
      #expect(try maker.cells() == ["1:0=\(expected)"])
    }
    var maker = SheetMaker(rows: "<row><c s=\"1\"><v>43889</v></c><c s=\"1\"><v>0</v></c></row>")
    maker.setFormats(["dd/mm/yyyy"])
    maker.properties = "<workbookPr date1904=\"1\"/>"
    #expect(try maker.cells() == ["1:0=2024-02-29", "1:1=1904-01-01"])
  }

  @Test("writes times, hours beyond a day, percentages and currencies")
  func formats() throws {
    let cells = [
      ("yyyy-mm-dd hh:mm", "45292.5", "2024-01-01 12:00:00"),
      ("yyyy-mm-dd hh:mm", "45292", "2024-01-01"),
      ("yyyy-mm-dd hh:mm", "45292.999999", "2024-01-02"),
      ("h:mm", "0.75", "18:00:00"), ("[h]:mm", "1.5", "36:00:00"),
      ("0.0%", "0.07", "7%"), ("0%", "0.123", "12.3%"), ("0%", "-1.5", "-150%"),
      ("0%", "0.12345", "12.3450%"), ("#,##0.00\\ [$€-410]", "12.5", "12.5 €"),
      ("[Red]-#,##0 &quot;EUR&quot;", "3", "3 €"), ("0 &quot;days&quot;", "3", "3"),
      ("General", "3.25", "3.25"),
    ]
    for (code, written, expected) in cells {
      var maker = SheetMaker(rows: "<row><c s=\"1\"><v>\(written)</v></c></row>")
      maker.setFormats([code])
      #expect(try maker.cells() == ["1:0=\(expected)"], "\(code) of \(written)")
    }
  }

  /// Which codes are dates is what openpyxl 3.1.5 says (`is_date_format`), but for the last two, where
  /// the text in quotes and the colour hold no date.
  @Test("tells dates from numbers by the code of the format")
  func dateCodes() {
    let dates = [
      "dd/mm/yyyy", "d-mmm-yy", "[$-410]d mmmm yyyy;@", "mmm yy", "yyyy",
      "[$-F800]dddd, mmmm dd, yyyy",
      "m/d/yy;@", "d.m.yy", "mmmm",
    ]
    for code in dates { #expect(NumberFormat(code: code) == .date, "\(code)") }
    let times = ["h:mm AM/PM", "mm:ss", "hh:mm:ss.0", "h", "mm:ss.0;@"]
    for code in times { #expect(NumberFormat(code: code) == .time, "\(code)") }
    #expect(NumberFormat(code: "m/d/yy h:mm") == .dateAndTime)
    #expect(NumberFormat(code: "[mm]:ss") == .elapsed)
    let numbers = [
      "0.00", "#,##0", "0.00E+00", "General", "@", "# ?/?", "0_);(0)", "[>1000]0", "", "\"dd\"0",
      "[Red]0",
    ]
    for code in numbers { #expect(NumberFormat(code: code) == .plain, "\(code)") }
  }
}
