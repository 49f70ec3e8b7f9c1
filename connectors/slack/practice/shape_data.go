package practice

// dataBlocks show numbers: docs.slack.dev/reference/block-kit/blocks/table-block,
// data-table-block and data-visualization-block.
func dataBlocks() map[string]kind {
	cell := func(types ...string) shape { return among("cell:", types...) }
	return map[string]kind{
		"table": {
			on: messages(), must: []string{"rows"},
			fields: map[string]shape{
				"rows":            array(1, 100, array(1, 20, cell("raw_text", "raw_number", "rich_text"))),
				"column_settings": array(0, 20, a("column_setting")),
			},
		},
		"data_table": {
			must: []string{"rows", "caption"}, also: []rule{dataTableSize},
			fields: map[string]shape{
				"rows":    array(2, 201, array(1, 20, cell("raw_text", "raw_number", "rich_text", "action_cell"))),
				"caption": filled(0), "page_size": integer(1, 100), "row_header_column_index": integer(0, 19),
			},
		},
		"data_visualization": {
			on: messages(), must: []string{"title", "chart"},
			fields: map[string]shape{
				"title": filled(50), "chart": among("chart:", "pie", "bar", "area", "line"),
			},
		},
	}
}

// dataObjects are the parts of those blocks. A chart has 12 segments or series at most by
// newer reports and 6 by older ones; the larger figure stands, so that nothing is refused
// which Slack may take.
func dataObjects() map[string]kind {
	typed := func(fields map[string]shape) map[string]shape {
		return with(fields, map[string]shape{"type": str(0)})
	}
	series := kind{
		must: []string{"series", "axis_config"},
		fields: typed(map[string]shape{
			"series": array(1, 12, a("series")), "axis_config": a("axis_config"),
		}),
	}
	return map[string]kind{
		"column_setting": {fields: map[string]shape{"align": enum("left", "center", "right"), "is_wrapped": boolean()}},
		"cell:raw_text":  {must: []string{"text"}, fields: typed(map[string]shape{"text": filled(0)})},
		"cell:raw_number": {
			must: []string{"value"}, fields: typed(map[string]shape{"value": {is: "number"}, "text": filled(0)}),
		},
		"cell:rich_text": {must: []string{"elements"}, fields: typed(with(richElements(), map[string]shape{"block_id": str(255)}))},
		"cell:action_cell": {
			must: []string{"element"},
			fields: typed(map[string]shape{
				"element": among("", "button"), "fallback": among("cell:", "raw_text", "raw_number"),
			}),
		},
		"chart:pie": {must: []string{"segments"}, fields: typed(map[string]shape{"segments": array(1, 12, a("segment"))})},
		"chart:bar": series, "chart:area": series, "chart:line": series,
		"segment": {
			must:   []string{"label", "value"},
			fields: map[string]shape{"label": filled(20), "value": {is: "number", above: true}},
		},
		"series": {
			must:   []string{"name", "data"},
			fields: map[string]shape{"name": filled(20), "data": array(1, 20, a("point"))},
		},
		"point": {must: []string{"label", "value"}, fields: map[string]shape{"label": filled(20), "value": {is: "number"}}},
		"axis_config": {
			must: []string{"categories"},
			fields: map[string]shape{
				"categories": array(1, 20, filled(20)), "x_label": str(50), "y_label": str(50),
			},
		},
	}
}
