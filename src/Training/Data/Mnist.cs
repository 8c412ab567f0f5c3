namespace Nabla.Training;

/// <summary>Data sets in the four files of MNIST: MNIST itself, Fashion-MNIST, KMNIST, ….</summary>
public static class Mnist
{
    /// <summary>Reads <c>train-images-idx3-ubyte</c>, <c>train-labels-idx1-ubyte</c>, <c>t10k-images-idx3-ubyte</c> and <c>t10k-labels-idx1-ubyte</c>,
    /// each with or without <c>.gz</c>.</summary>
    /// <param name="directory">Where the files are.</param>
    /// <param name="classes">The number of classes; a label outside [0, classes) is an error.</param>
    /// <returns>Images of [rows, columns] with pixels in [0, 1].</returns>
    /// <exception cref="NablaException">A file is missing, damaged, of another format, or images and labels do not fit each other.</exception>
    public static DataSplit Load(string directory, int classes = 10)
    {
        var (train, test) = (Part(directory, "train", classes), Part(directory, "t10k", classes));
        return train.SampleSizes.SequenceEqual(test.SampleSizes) ? new(train, test)
            : throw new NablaException($"{directory}: training images are [{string.Join(',', train.SampleSizes.ToArray())}] and test images [{string.Join(',', test.SampleSizes.ToArray())}]; they must be of one size.");
    }

    /// <summary>Reads images that nobody has labelled, some at a time: a file of any size takes the same memory.</summary>
    /// <param name="path">An IDX file of images, gzip or plain, or a folder of the four files, whose test images are read.</param>
    /// <param name="rows">Images at a time, at least 1.</param>
    /// <param name="limit">Images at most.</param>
    /// <param name="take">Told the size of an image and the pixels of each part, in [0, 1], in order.</param>
    /// <exception cref="NablaException">The file is missing, damaged or of another format; parts before the mistake were taken then.</exception>
    public static void ReadInParts(string path, int rows, int limit, Action<int, float[]> take)
    {
        var file = Directory.Exists(path) ? Find(path, "t10k-images-idx3-ubyte") : path;
        bool isEmpty = true;
        IdxFile.ReadInParts(file, rank: 3, rows, limit, (sizes, pixels) =>
        {
            if (pixels.Length > 0) isEmpty = false;
            if (!isEmpty) take(sizes[1] * sizes[2], Pixels(pixels.Span));
        });
        if (isEmpty) throw new NablaException($"{file} holds no pixels; there is nothing to look at.");
    }

    static float[] Pixels(ReadOnlySpan<byte> bytes)
    {
        var pixels = new float[bytes.Length];
        for (int i = 0; i < pixels.Length; i++) pixels[i] = bytes[i] / 255f;
        return pixels;
    }

    static Dataset Part(string directory, string part, int classes)
    {
        var images = IdxFile.Read(Find(directory, $"{part}-images-idx3-ubyte"), rank: 3);
        var labels = IdxFile.Read(Find(directory, $"{part}-labels-idx1-ubyte"), rank: 1);
        int count = labels.Sizes[0];
        if (images.Sizes[0] != count)
            throw new NablaException($"{images.Path} holds {images.Sizes[0]} images and {labels.Path} {count} labels; they must be of the same data set.");
        if (count == 0 || images.Data.Length == 0) throw new NablaException($"{images.Path} holds no pixels; there is nothing to learn from.");
        var pixels = Pixels(images.Data.Span);
        var classOf = new int[count];
        for (int i = 0; i < count; i++)
        {
            classOf[i] = labels.Data.Span[i];
            if (classOf[i] >= classes) throw new NablaException($"{labels.Path}: label {i} is {classOf[i]}; labels are from 0 to {classes - 1}.");
        }
        return Dataset.Classification($"{Path.GetFileName(Path.GetFullPath(directory).TrimEnd(Path.DirectorySeparatorChar))} ({part})", pixels,
            [images.Sizes[1], images.Sizes[2]], classOf, [.. Enumerable.Range(0, classes).Select(c => $"{c}")]);
    }

    static string Find(string directory, string file)
    {
        if (!Directory.Exists(directory)) throw new NablaException($"There is no directory '{directory}'; give the one that holds the four MNIST files.");
        var plain = Path.Combine(directory, file);
        if (File.Exists(plain)) return plain;
        return File.Exists(plain + ".gz") ? plain + ".gz" : throw new NablaException($"{directory} holds neither {file} nor {file}.gz; four IDX files named as those of MNIST are needed.");
    }
}
