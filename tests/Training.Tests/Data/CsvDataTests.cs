namespace Nabla.Training.Tests;

public class CsvDataTests
{
    const string Iris = "length,species,width\n1.5,setosa,2\n-3e1,virginica,4\n5,setosa,6\n7,versicolor,8\n9,setosa,10\n11,\"virginica\",12\n";

    static DataSplit Load(string content, string label = "species", char delimiter = ',')
    {
        using var folder = new TemporaryFolder();
        return CsvData.Load(folder.Write("data.csv", content), label, delimiter);
    }

    [Fact]
    public void Texts_become_sorted_classes_and_every_fifth_row_is_for_the_test()
    {
        var (train, test) = Load(Iris);
        Assert.Equal(["setosa", "versicolor", "virginica"], train.ClassNames);
        Assert.Equal((4, 2, 2), (train.Count, test.Count, train.FeatureCount));
        Assert.Equal([1.5f, 2, 11, 12], test.Features.ToArray());
        Assert.Equal([0, 2], test.Labels.ToArray());
        Assert.Equal([-30f, 4, 5, 6, 7, 8, 9, 10], train.Features.ToArray());
        Assert.Equal([2, 0, 1, 0], train.Labels.ToArray());
    }

    [Fact]
    public void Integers_are_ordered_by_value()
    {
        var (train, test) = Load("a;species\r\n1;10\r\n2;9\r\n3;-1\r\n4;+10\r\n5;9\r\n\r\n", delimiter: ';');
        Assert.Equal(["-1", "9", "10"], train.ClassNames);
        Assert.Equal([1, 0, 2, 1], train.Labels.ToArray());
        Assert.Equal([2], test.Labels.ToArray());
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("a,species\n", "no rows")]
    [InlineData("a,b\n1,2\n", "has no column 'species'; its columns are a, b")]
    [InlineData("species\nx\n", "nothing to learn from")]
    [InlineData("a,a,species\n1,2,x\n", "two columns named 'a'")]
    [InlineData("a,species\n1,x\ntwo,y\n", "line 3, column 'a': 'two' is not a finite number")]
    [InlineData("a,species\n1,x\n,y\n", "line 3, column 'a': '' is not a finite number")]
    [InlineData("a,species\nNaN,x\n", "line 2, column 'a': 'NaN'")]
    [InlineData("a,species\n1e99,x\n", "line 2, column 'a': '1e99'")]
    [InlineData("a,species\n1,x\n2\n", "line 3: 1 fields instead of 2")]
    [InlineData("a,species\n1,x\n2,y,z\n", "line 3: 3 fields instead of 2")]
    [InlineData("a,species\n1,\n", "has no label")]
    public void Bad_content_is_named(string content, string reason)
    {
        var error = Assert.Throws<NablaException>(() => Load(content));
        Assert.Contains("data.csv", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a,species\n\"1,x\n2,y\n")]
    [InlineData("a,species\n1\"2,x\"y\n")]
    [InlineData("\0\u0001\u0002\n\0\n")]
    public void Garbage_gives_no_other_exception(string content) => Assert.Throws<NablaException>(() => Load(content));

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.Contains("no such file", Assert.Throws<NablaException>(() => CsvData.Load("no-such.csv", "y")).Message, StringComparison.Ordinal);

    [Fact]
    public void Regression_reads_several_targets()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("r.csv", "y2,a,y1\n1,2,3\n4,5,6\n7,8,9\n");
        var (train, test) = CsvData.LoadRegression(file, "y1", "y2");
        Assert.Equal((2, 1, 2, 0), (train.Count, test.Count, train.TargetCount, train.Classes));
        Assert.Equal([6f, 4, 9, 7], train.Targets.ToArray());
        Assert.Equal([2f], test.Features.ToArray());
        Assert.Throws<NablaException>(() => CsvData.LoadRegression(file));
    }

    [Fact]
    public void Standardization_gives_mean_0_and_deviation_1()
    {
        var data = Dataset.Regression("d", [1, 5, 3, 5, 5, 5], [2], [0, 0, 0]);
        var (train, test) = Standardization.Apply(new(data, data[..1]));
        float s = MathF.Sqrt(1.5f);
        Assert.Equal([-s, 0, 0, 0, s, 0], train.Features.ToArray(), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal([-s, 0], test.Features.ToArray(), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Throws<NablaException>(() => Standardization.Fit(data[..0]));
        Assert.Throws<NablaException>(() => Standardization.Fit(data).Apply(Dataset.Regression("e", [1], [1], [0])));
    }
}
