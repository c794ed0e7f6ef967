package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"secondbrother/storage/records"
	"secondbrother/worker/roster"
)

var errDatum = errors.New("--datum 要写 wgs84 或 gcj02（国内地图导出的多是 gcj02，两者差约 500 米）· --datum must be wgs84 or gcj02 (Chinese maps mostly export gcj02; they are some 500 m apart)")

func importShapesCommand() *cobra.Command {
	var dry bool
	var datum string
	cmd := &cobra.Command{
		Use:   "shapes FILE.geojson --datum wgs84|gcj02",
		Short: "派出所辖区的图形，替换以前的 · the grounds of stations; replaces what there was",
		Long: `FeatureCollection 里每个 Polygon 或 MultiPolygon 的属性 code 是派出所代码。共享的位置落在哪个图形里，就归哪个派出所；不在任何图形里的，归最近的派出所。
Each Polygon or MultiPolygon of the FeatureCollection has a station's code as its property "code". A shared
position inside a shape goes to its station, any other to the nearest one.`,
		Example: `  worker import shapes stations.geojson --datum gcj02 --dry-run`,
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if datum != roster.WGS84 && datum != roster.GCJ02 {
				return errDatum
			}
			return importFile(cmd, args[0], dry, func(ctx context.Context, db *records.Records, tx *records.Tx, file io.Reader) (string, error) {
				units, err := db.Units(ctx)
				if err != nil {
					return "", err
				}
				shapes, err := roster.ReadShapes(file, datum, kindsOf(units))
				if err != nil {
					return "", err
				}
				rows := make([]records.Shape, len(shapes))
				for i, s := range shapes {
					rows[i] = records.Shape{Unit: s.Unit, WKT: s.Shape.WKT()}
				}
				return fmt.Sprintf("%d 个图形 · %[1]d shapes", len(rows)), tx.SaveShapes(ctx, rows)
			})
		},
	}
	cmd.Flags().BoolVar(&dry, "dry-run", false, "列出所有问题，什么也不改 · list every problem, change nothing")
	cmd.Flags().StringVar(&datum, "datum", "", "wgs84 或 gcj02 · what the longitudes and latitudes are measured by")
	return cmd
}
